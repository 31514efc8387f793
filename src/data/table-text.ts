/** A table's bytes as text, in blocks that end where a row ends; refuses what is no text. */
import { UserError } from "../base/user-error.ts";

const blockLength = 1 << 18;
const newline = 10;

/** First bytes of files that people take for tables. */
const signatures: readonly (readonly [bytes: readonly number[], what: string, help: string])[] = [
  [[0x93, 0x4e, 0x55, 0x4d], "an array of NumPy", 'read it by its format: npy("…")'],
  [[0x50, 0x4b, 3, 4], "a zip archive or an Excel workbook", "save it as CSV (UTF-8)"],
  [[0x1f, 0x8b], "compressed with gzip", "unpack it first"],
  [[0x50, 0x41, 0x52, 0x31], "a Parquet file", 'read it by its format: parquet("…")'],
  [[0xff, 0xfe], "UTF-16 text", "save it as UTF-8"],
  [[0xfe, 0xff], "UTF-16 text", "save it as UTF-8"],
];

export interface TextOptions {
  /** What encloses values that may hold a line break; undefined where nothing does. */
  readonly quote?: string | undefined;
  /** Everything in one block, for tables whose comments may hold a quote. */
  readonly whole: boolean;
  /** What is expected, as messages say it. */
  readonly kind: string;
}

/** Yields text that always ends with a whole row, but for the last piece. */
export async function* textBlocks(
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  { quote, whole, kind }: TextOptions,
): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8");
  const quoteCode = quote?.charCodeAt(0);
  let text = "";
  let first = true;
  let searched = 0;
  let quoted = false;
  let end = 0;
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    refuseBinary(name, piece, first, kind);
    first = false;
    text += decoder.decode(piece, { stream: true });
    if (whole) continue;
    for (; searched < text.length; searched++) {
      const character = text.charCodeAt(searched);
      if (character === quoteCode) quoted = !quoted;
      else if (character === newline && !quoted) end = searched + 1;
    }
    if (end < blockLength) continue;
    yield text.slice(0, end);
    text = text.slice(end);
    searched -= end;
    end = 0;
  }
  text += decoder.decode();
  if (text !== "") yield text;
}

function refuseBinary(name: string, piece: Uint8Array, first: boolean, kind: string): void {
  const known = first && signatures.find(([bytes]) => bytes.every((byte, i) => piece[i] === byte));
  if (known) {
    throw new UserError(`${name} is ${known[1]}, not ${kind}`, {
      place: name,
      help: known[2],
      exitCode: 2,
    });
  }
  if (piece.includes(0)) {
    throw new UserError(`${name} is a binary file, not ${kind}`, {
      place: name,
      help: "name a file of text, or the format that the file has: nnet words format lists them",
      exitCode: 2,
    });
  }
}
