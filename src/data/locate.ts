/** Finds the files that a model file names, inside the folders that it may read from. */
import type { Host } from "../base/host.ts";
import { suggest } from "../base/suggest.ts";
import { UserError } from "../base/user-error.ts";
import type { Locate, LocatedFile } from "./source-files.ts";

/** A data file that is not there: `check` goes on without it, `train` stops. */
export class MissingFile extends UserError {}

export interface LocateOptions {
  /** Folder of the model file; the working directory alone is searched where there is none. */
  readonly modelFolder?: string;
  /** Lets a path leave the model file's folder and the working directory (`--allow-path`). */
  readonly allowPath?: boolean;
}

/** Paths as model files write them: relative to the model file, else to the working directory. */
export function locateIn(host: Host, options: LocateOptions = {}): Locate {
  const working = host.resolve(".");
  const folders = options.modelFolder === undefined ? [] : [host.resolve(options.modelFolder)];
  if (!folders.includes(working)) folders.push(working);
  return async (written, kind = "file") => {
    const candidates = [...new Set(folders.map((folder) => host.resolve(folder, written)))];
    const allowed = candidates.filter(
      (path) => options.allowPath || folders.some((folder) => isInside(folder, path)),
    );
    if (allowed.length === 0) throw outside(written);
    for (const path of allowed) {
      const found = await fileAt(host, written, path, kind === "either");
      if (found) return found;
    }
    throw await missing(host, written, allowed, working);
  };
}

/** Paths as a person gives them to a command: anywhere. */
export function locateAnywhere(host: Host): Locate {
  return locateIn(host, { allowPath: true });
}

async function fileAt(
  host: Host,
  written: string,
  path: string,
  folders: boolean,
): Promise<LocatedFile | undefined> {
  const info = await host.stat(path);
  if (!info) return undefined;
  if (info.isDirectory && folders) return { written, path, size: 0, folder: true };
  if (info.isDirectory) {
    throw new UserError(`"${written}" is a folder, where a data file is expected`, {
      place: written,
      help: "name a file in it",
      exitCode: 2,
    });
  }
  return { written, path, size: info.size };
}

/** True for a path below the folder; both are normalised by the host. */
function isInside(folder: string, path: string): boolean {
  if (!path.startsWith(folder)) return false;
  return /^$|^[\\/]/.test(path.slice(folder.length)) || /[\\/]$/.test(folder);
}

function outside(written: string): UserError {
  return new UserError(`"${written}" lies outside the model file's folder and the working directory`, {
    place: written,
    help: "move the data there, or allow it with --allow-path",
    exitCode: 2,
  });
}

async function missing(
  host: Host,
  written: string,
  paths: readonly string[],
  working: string,
): Promise<MissingFile> {
  const plain = written.replace(/[\\/]+$/, "");
  const name = baseName(plain);
  const folders = paths.map((path) => path.slice(0, path.length - baseName(path).length - 1) || "/");
  const near: string[] = [];
  for (const folder of folders) {
    const info = await host.stat(folder);
    const names = info?.isDirectory ? await host.listFolder(folder) : [];
    const candidate = suggest(name, names) ?? names.find((other) => stem(other) === stem(name));
    if (candidate !== undefined) near.push(plain.slice(0, plain.length - name.length) + candidate);
  }
  const looked = folders.map((folder) => relativeTo(working, folder)).join(" and ");
  const help =
    near[0] === undefined
      ? `it was looked for in ${looked}`
      : `did you mean "${near[0]}"? (looked in ${looked})`;
  return new MissingFile(`there is no ${plain === written ? "file" : "folder"} "${written}"`, {
    place: written,
    help,
    exitCode: 2,
  });
}

function relativeTo(working: string, folder: string): string {
  if (folder === working) return "the working directory";
  return isInside(working, folder) ? folder.slice(working.length + (/[\\/]$/.test(working) ? 0 : 1)) : folder;
}

function baseName(path: string): string {
  return path.split(/[\\/]/).pop() as string;
}

/** The name without its last ending: `iris` for `iris.csv`. */
function stem(name: string): string {
  return name.replace(/\.[^.]*$/, "").toLowerCase();
}
