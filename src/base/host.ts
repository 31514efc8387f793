/** What the program needs from the outside world. Everything below the hosts reaches files and clocks only through this. */

export interface FileInfo {
  readonly size: number;
  readonly isDirectory: boolean;
}

export interface Host {
  /** Size and kind, or undefined where there is nothing. */
  stat(path: string): Promise<FileInfo | undefined>;
  readFile(path: string): Promise<Uint8Array>;
  /** The file in pieces of at most `pieceSize` bytes, in order. */
  readPieces(path: string, pieceSize?: number): AsyncIterable<Uint8Array>;
  /** Bytes `start` … `end - 1`, fewer where the file ends before: formats whose directory stands at the end need it. */
  readRange(path: string, start: number, end: number): Promise<Uint8Array>;
  /** Writes beside and renames, with fsync: a reader sees the old content or the new, never a part. */
  writeFile(path: string, content: Uint8Array | string): Promise<void>;
  appendFile(path: string, content: string): Promise<void>;
  /** Nothing happens where there is no such file. */
  removeFile(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  listFolder(path: string): Promise<readonly string[]>;
  /** Joins and normalises; an absolute last part wins. */
  resolve(...parts: readonly string[]): string;
  /** Resolves once waiting events (an interrupt, a click) have been handled; long computations call it now and then. */
  pause(): Promise<void>;
  /** Seconds, monotonic, for progress and speed only: never for anything that a result depends on. */
  now(): number;
}
