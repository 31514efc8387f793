/** How a format reaches its files: by the paths that the user wrote. */
import type { Host } from "../base/host.ts";

export interface LocatedFile {
  /** As the user wrote it, for messages. */
  readonly written: string;
  /** As the host knows it. */
  readonly path: string;
  readonly size: number;
  /** A folder; only where one was asked for. */
  readonly folder?: boolean;
}

/**
 * Finds a file by the path that a model file or a user gives; throws MissingFile or another UserError. A folder is refused
 * but where `either` is asked for.
 */
export type Locate = (written: string, kind?: "file" | "either") => Promise<LocatedFile>;

export interface SourceFiles {
  readonly host: Host;
  readonly locate: Locate;
}

/** The first `limit` bytes of a file, or all of it. */
export async function readStart(
  host: Host,
  file: LocatedFile,
  limit = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  return file.size <= limit ? host.readFile(file.path) : host.readRange(file.path, 0, limit);
}

/** The same in pieces. */
export async function* readFirstPieces(
  host: Host,
  file: LocatedFile,
  limit: number,
): AsyncGenerator<Uint8Array> {
  let left = limit;
  for await (const piece of host.readPieces(file.path)) {
    yield piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) return;
  }
}
