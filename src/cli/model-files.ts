/** The model files that paths on the command line name: files as they are, folders and patterns with all that they hold. */
import { UserError } from "../base/user-error.ts";
import type { CliContext } from "./cli-context.ts";

/** Makes a path a pattern, where no file has it as its name. */
const patternSign = /[*?[{]|[@+!]\(/;

/** In order, without doubles. Copies in the folders of runs, installed packages and hidden folders are not the user's to edit. */
export async function modelFiles(context: CliContext, paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) found.push(...(await filesOf(context, path)));
  return [...new Set(found)];
}

async function filesOf(context: CliContext, path: string): Promise<readonly string[]> {
  if (path === "-") return [path];
  const info = await context.host.stat(context.host.resolve(context.folder, path));
  if (!info?.isDirectory) return info || !patternSign.test(path) ? [path] : matching(context, path);
  const files = await filesBelow(context, path.replace(/(?<=.)\/+$/, ""));
  if (files.length > 0) return files;
  throw new UserError(`there is no .nnet file in "${path}"`, { exitCode: 2 });
}

/** A pattern reaches the program as it is where it is quoted, and where the shell found nothing or does not know its signs. */
async function matching(context: CliContext, pattern: string): Promise<readonly string[]> {
  const { default: picomatch } = await import("picomatch");
  const { base, glob } = picomatch.scan(pattern);
  const folder = base === "" ? "." : base;
  const info = await context.host.stat(context.host.resolve(context.folder, folder));
  if (!info?.isDirectory) {
    throw noMatch(pattern, `there is no folder "${folder}" in ${context.folder}`);
  }
  // Without ** it says how deep it looks: a slash within braces counts once too often at most.
  const depth = glob.includes("**") ? Number.POSITIVE_INFINITY : glob.split("/").length;
  const matches = picomatch(pattern.replace(/^(\.\/)+/, ""), { nonegate: true });
  const found = (await filesBelow(context, folder, depth)).filter((file) => matches(file));
  if (found.length > 0) return found;
  throw noMatch(pattern, "only names that end in .nnet are looked at; ** stands for folders at any depth");
}

function noMatch(pattern: string, help: string): UserError {
  return new UserError(`no .nnet file matches "${pattern}"`, { help, exitCode: 2 });
}

async function filesBelow(
  context: CliContext,
  folder: string,
  depth = Number.POSITIVE_INFINITY,
): Promise<readonly string[]> {
  const { host } = context;
  const names = [...(await host.listFolder(host.resolve(context.folder, folder)))].sort();
  if (names.includes("run.json")) return [];
  const found: string[] = [];
  for (const name of names) {
    if (name.startsWith(".") || name === "node_modules") continue;
    const path = folder === "." ? name : `${folder === "/" ? "" : folder}/${name}`;
    const info = await host.stat(host.resolve(context.folder, path));
    if (!info?.isDirectory) {
      if (name.endsWith(".nnet")) found.push(path);
    } else if (depth > 1) found.push(...(await filesBelow(context, path, depth - 1)));
  }
  return found;
}
