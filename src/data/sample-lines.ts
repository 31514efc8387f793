/** A part of a large file of lines: taken from many places, since the start of a sorted table is no picture of the whole. */
import type { Host } from "../base/host.ts";
import { UserError } from "../base/user-error.ts";
import type { RawData, Sample } from "./format.ts";
import { type LocatedFile, readFirstPieces } from "./source-files.ts";

/** Ten classes that stand one behind the other are each met three times; as many reads cost a slow disk a third of a second. */
const places = 32;
const newline = 10;

/** `partial`: the last row may be cut off. */
export type ReadRows = (pieces: AsyncIterable<Uint8Array>, partial: boolean) => Promise<RawData>;

/** The whole file where it has at most so many bytes; else half as many, which tell as much when they come from everywhere. */
export async function sampleLines(
  host: Host,
  file: LocatedFile,
  bytes: number,
  readRows: ReadRows,
): Promise<Sample> {
  if (file.size <= bytes) {
    const data = await readRows(host.readPieces(file.path), false);
    return { data, rows: data.rows, complete: true };
  }
  const sample = (data: RawData, length: number): Sample => ({
    data,
    rows: Math.round((data.rows / length) * file.size),
    complete: false,
  });
  const wanted = bytes / 2;
  const pieces = await wholeLines(host, file, Math.floor(wanted / places));
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  // Rows may be so long that hardly one is whole, or go over several lines, so that a piece begins inside one.
  const spread = length > wanted / 2 ? await readable(() => readRows(inOrder(pieces), false)) : undefined;
  return spread
    ? sample(spread, length)
    : sample(await readRows(readFirstPieces(host, file, bytes), true), bytes);
}

/** The whole lines of each place; the first place is the start of the file. */
async function wholeLines(host: Host, { path, size }: LocatedFile, each: number): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < places; i++) {
    const start = Math.floor(((size - each) * i) / (places - 1));
    const bytes = await host.readRange(path, start, start + each);
    const from = i === 0 ? 0 : bytes.indexOf(newline) + 1;
    pieces.push(bytes.subarray(from, Math.max(from, bytes.lastIndexOf(newline) + 1)));
  }
  return pieces;
}

async function* inOrder(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

/** Undefined for what is no table: read from the start, the mistake has its line. */
async function readable(read: () => Promise<RawData>): Promise<RawData | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
