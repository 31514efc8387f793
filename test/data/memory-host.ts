/** A host whose files live in a map, for tests. Paths are absolute, with `/`; the working directory is `/project`. */
import type { Host } from "../../src/base/host.ts";

export interface MemoryHost extends Host {
  /** By absolute path; tests may look and change. */
  readonly files: Map<string, Uint8Array>;
  /** How many bytes have been handed out, to see that large files are only sampled. */
  bytesRead: number;
}

/** Files by path; relative paths are below the working directory. */
export function memoryHost(
  files: Readonly<Record<string, Uint8Array | string>> = {},
  working = "/project",
): MemoryHost {
  const store = new Map<string, Uint8Array>();
  const folders = new Set<string>([working]);
  const resolve = (...parts: readonly string[]) => resolvePath(working, parts);
  const contentOf = (path: string): Uint8Array => {
    const content = store.get(resolve(path));
    if (!content) throw new Error(`no such file in memory: ${path}`);
    return content;
  };
  const host: MemoryHost = {
    files: store,
    bytesRead: 0,
    resolve,
    now: () => 0,
    async pause() {},
    async stat(path) {
      const full = resolve(path);
      const content = store.get(full);
      if (content) return { size: content.length, isDirectory: false };
      const isDirectory = folders.has(full) || [...store.keys()].some((key) => key.startsWith(`${full}/`));
      return isDirectory ? { size: 0, isDirectory: true } : undefined;
    },
    async readFile(path) {
      const content = contentOf(path);
      host.bytesRead += content.length;
      return content;
    },
    async *readPieces(path, pieceSize = 65_536) {
      const content = contentOf(path);
      for (let start = 0; start < content.length; start += pieceSize) {
        const piece = content.slice(start, start + pieceSize);
        host.bytesRead += piece.length;
        yield piece;
      }
    },
    async readRange(path, start, end) {
      const range = contentOf(path).slice(start, end);
      host.bytesRead += range.length;
      return range;
    },
    async writeFile(path, content) {
      store.set(resolve(path), bytesOf(content));
    },
    async appendFile(path, content) {
      const before = store.get(resolve(path)) ?? new Uint8Array();
      const added = bytesOf(content);
      const joined = new Uint8Array(before.length + added.length);
      joined.set(before);
      joined.set(added, before.length);
      store.set(resolve(path), joined);
    },
    async removeFile(path) {
      store.delete(resolve(path));
    },
    async makeFolder(path) {
      folders.add(resolve(path));
    },
    async listFolder(path) {
      const prefix = `${resolve(path)}/`;
      const inside = [...store.keys(), ...folders].filter((key) => key.startsWith(prefix));
      return [...new Set(inside.map((key) => key.slice(prefix.length).split("/")[0] as string))].sort();
    },
  };
  for (const [path, content] of Object.entries(files)) store.set(resolve(path), bytesOf(content));
  return host;
}

function resolvePath(working: string, parts: readonly string[]): string {
  const segments: string[] = [];
  for (const part of [working, ...parts]) {
    if (part.startsWith("/")) segments.length = 0;
    for (const segment of part.split("/")) {
      if (segment === "..") segments.pop();
      else if (segment !== "" && segment !== ".") segments.push(segment);
    }
  }
  return `/${segments.join("/")}`;
}

function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
