/** How a format reaches its files: by the paths that the user wrote. */
import type { Host } from "../base/host.ts";

export interface LocatedFile {
  /** As the user wrote it, for messages. */
  readonly written: string;
  /** As the host knows it. */
  readonly path: string;
  readonly size: number;
}

/** Finds a file by the path that a model file or a user gives; throws MissingFile or another UserError. */
export type Locate = (written: string) => Promise<LocatedFile>;

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
  if (file.size <= limit) return host.readFile(file.path);
  const start = new Uint8Array(limit);
  let length = 0;
  for await (const piece of host.readPieces(file.path)) {
    const taken = piece.subarray(0, limit - length);
    start.set(taken, length);
    length += taken.length;
    if (length === limit) break;
  }
  return start.subarray(0, length);
}
