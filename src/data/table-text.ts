/** A table's bytes as text, in blocks that end where a row ends; refuses what is no text. */
import { UserError } from "../base/user-error.ts";

const blockLength = 1 << 18;
const newline = 10;

/** First bytes of files that people take for tables. */
const signatures: readonly (readonly [bytes: readonly number[], what: string, help: string])[] = [
  [[0x50, 0x4b, 3, 4], "a zip archive or an Excel workbook", "save it as CSV (UTF-8)"],
  [[0x1f, 0x8b], "compressed with gzip", "unpack it first"],
  [[0x50, 0x41, 0x52, 0x31], "a Parquet file", "save it as CSV"],
  [[0xff, 0xfe], "UTF-16 text", "save it as UTF-8"],
  [[0xfe, 0xff], "UTF-16 text", "save it as UTF-8"],
];

/**
 * Yields text that always ends with a whole row, but for the last piece. `quote` is undefined where none is in use;
 * `whole` gives everything in one block, for tables whose comments may hold a quote.
 */
export async function* textBlocks(
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  quote: string | undefined,
  whole: boolean,
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
    refuseBinary(name, piece, first);
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

function refuseBinary(name: string, piece: Uint8Array, first: boolean): void {
  const known = first && signatures.find(([bytes]) => bytes.every((byte, i) => piece[i] === byte));
  if (known) {
    throw new UserError(`${name} is ${known[1]}, not a table of text`, {
      place: name,
      help: known[2],
      exitCode: 2,
    });
  }
  if (piece.includes(0)) {
    throw new UserError(`${name} is a binary file, not a table of text`, {
      place: name,
      help: "csv reads text: one row a line, values separated by commas",
      exitCode: 2,
    });
  }
}
