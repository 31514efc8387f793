/** The outside world as Node gives it. */
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { FileInfo, Host } from "../base/host.ts";
import { UserError } from "../base/user-error.ts";

const pieceBytes = 1 << 20;

export const nodeHost: Host = {
  async stat(path): Promise<FileInfo | undefined> {
    try {
      const found = await stat(path);
      return { size: found.size, isDirectory: found.isDirectory() };
    } catch (error) {
      if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
      throw readable(error, path);
    }
  },

  async readFile(path) {
    try {
      const { buffer, byteOffset, byteLength } = await readFile(path);
      // Not Node's own kind of array, whose constructor other code must not call.
      return new Uint8Array(buffer, byteOffset, byteLength);
    } catch (error) {
      throw readable(error, path);
    }
  },

  async *readPieces(path, pieceSize = pieceBytes) {
    const file = await open(path).catch((error) => {
      throw readable(error, path);
    });
    try {
      for (;;) {
        const { bytesRead, buffer } = await file.read(new Uint8Array(pieceSize), 0, pieceSize);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  },

  async readRange(path, start, end) {
    const file = await open(path).catch((error) => {
      throw readable(error, path);
    });
    try {
      const buffer = new Uint8Array(Math.max(0, end - start));
      let length = 0;
      while (length < buffer.length) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, start + length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return buffer.subarray(0, length);
    } finally {
      await file.close();
    }
  },

  async writeFile(path, content) {
    const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    try {
      const file = await open(beside, "w");
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(beside, { force: true });
      throw readable(error, path);
    }
  },

  async appendFile(path, content) {
    await appendFile(path, content).catch((error) => {
      throw readable(error, path);
    });
  },

  async removeFile(path) {
    await rm(path, { force: true }).catch((error) => {
      throw readable(error, path);
    });
  },

  async makeFolder(path) {
    await mkdir(path, { recursive: true }).catch((error) => {
      throw readable(error, path);
    });
  },

  async listFolder(path) {
    try {
      return (await readdir(path)).sort();
    } catch (error) {
      throw readable(error, path);
    }
  },

  resolve: (...parts) => resolve(...parts),

  pause: () => setImmediate(),

  now: () => performance.now() / 1000,
};

/** Makes a rename last through a power failure; file systems that cannot sync a folder need not. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "you have no permission",
  EPERM: "it is not permitted",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  ENOSPC: "the disk is full",
  EROFS: "the disk cannot be written to",
  EMFILE: "too many files are open",
};

function readable(error: unknown, path: string): unknown {
  const code = codeOf(error);
  return code ? new UserError(`${path}: ${reasons[code] ?? code}`, { place: path, exitCode: 2 }) : error;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
