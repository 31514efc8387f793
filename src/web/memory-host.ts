/** Files by name in memory, for pages: what a model file names is looked for among them. */
import type { Host } from "../base/host.ts";

/** Texts or bytes by name; what is written later is kept in the same map. */
export function memoryHost(given: Readonly<Record<string, string | Uint8Array>>): Host {
  const files = new Map(Object.entries(given).map(([name, content]) => [absolute(name), bytesOf(content)]));
  const read = (path: string): Uint8Array => {
    const bytes = files.get(path);
    if (bytes === undefined) throw new Error(`there is no file ${path}`);
    return bytes;
  };
  return {
    stat: async (path) => {
      const bytes = files.get(path);
      return bytes && { size: bytes.length, isDirectory: false };
    },
    readFile: async (path) => read(path),
    async *readPieces(path, size = 1 << 20) {
      const bytes = read(path);
      for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
    },
    readRange: async (path, start, end) => read(path).slice(start, end),
    writeFile: async (path, content) => void files.set(path, bytesOf(content)),
    appendFile: async (path, content) => {
      const before = files.get(path) ?? new Uint8Array();
      const added = bytesOf(content);
      const whole = new Uint8Array(before.length + added.length);
      whole.set(before);
      whole.set(added, before.length);
      files.set(path, whole);
    },
    removeFile: async (path) => void files.delete(path),
    makeFolder: async () => undefined,
    listFolder: async (folder) => {
      const start = folder === "/" ? folder : `${folder}/`;
      return [...files.keys()].flatMap((name) => (name.startsWith(start) ? [name.slice(start.length)] : []));
    },
    resolve: absolute,
    pause: () => new Promise((resolve) => setTimeout(resolve)),
    now: () => performance.now() / 1000,
  };
}

/** The folder of all files is `/`; an absolute part begins anew. */
function absolute(...parts: readonly string[]): string {
  const path: string[] = [];
  for (const part of parts.slice(
    Math.max(
      0,
      parts.findLastIndex((each) => each.startsWith("/")),
    ),
  )) {
    for (const name of part.split("/")) {
      if (name === "..") path.pop();
      else if (name !== "" && name !== ".") path.push(name);
    }
  }
  return `/${path.join("/")}`;
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}
