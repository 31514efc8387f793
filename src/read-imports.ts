/** Reads the files that a model file imports from, and those that they import from: no other file is opened. */
import { UserError } from "./base/user-error.ts";
import type { DataAccess } from "./compile.ts";
import { type ImportedFile, type ImportedFiles, importedPaths } from "./model/imports.ts";
import type { SourceFile } from "./syntax/ast.ts";
import { maxBytes } from "./syntax/limits.ts";
import { parse } from "./syntax/parse.ts";

/** How many files one model may be made of. */
const mostFiles = 100;

/** Paths are relative to the model file. What cannot be read is kept as a problem, to be told at its place. */
export async function readImports(file: SourceFile, access: DataAccess | undefined): Promise<ImportedFiles> {
  const files = new Map<string, ImportedFile>();
  const open = [...importedPaths(file)];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    if (files.has(path)) continue;
    const name = besideFile(file.span.source.name, path);
    const read = files.size < mostFiles ? await readImport(path, name, access) : tooMany;
    files.set(path, read);
    if ("file" in read) open.push(...importedPaths(read.file));
  }
  return files;
}

const tooMany: ImportedFile = { problem: `a model is made of more than ${mostFiles} files` };

async function readImport(path: string, name: string, access: DataAccess | undefined): Promise<ImportedFile> {
  if (access === undefined) {
    return {
      problem: `"${path}" is not read, as no file but the model is looked at`,
      help: "leave out --no-data",
    };
  }
  if (/^([\\/]|[A-Za-z][\w+.-]*:)/.test(path)) {
    return {
      problem: `"${path}" is no relative path`,
      help: "files are imported by a path relative to the model file",
    };
  }
  try {
    const located = await access.locate(path);
    if (located.size > maxBytes)
      return { problem: `"${path}" is larger than 1 MiB, the most that a model file may hold` };
    const bytes = await access.host.readFile(located.path);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return parse({ name, text, imported: true });
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message, help: error.help };
    if (error instanceof TypeError) return { problem: `"${path}" is not a text file in UTF-8` };
    throw error;
  }
}

/** What the user calls a file whose path is relative to that of another: as the other is called, from the folder of both. */
function besideFile(file: string, path: string): string {
  const segments = file.split(/[\\/]/).slice(0, -1);
  for (const part of path.split("/")) {
    const last = segments.at(-1);
    if (part === ".." && last !== undefined && !["", ".", ".."].includes(last)) segments.pop();
    else if (part !== ".") segments.push(part);
  }
  return segments.join("/");
}
