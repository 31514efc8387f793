/** The model files that paths on the command line name: files as they are, folders with all below. */
import { UserError } from "../base/user-error.ts";
import type { CliContext } from "./cli-context.ts";

/** In order, without doubles. Copies in the folders of runs, installed packages and hidden folders are not the user's to edit. */
export async function modelFiles(context: CliContext, paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const info =
      path === "-" ? undefined : await context.host.stat(context.host.resolve(context.folder, path));
    if (!info?.isDirectory) {
      found.push(path);
      continue;
    }
    const before = found.length;
    await collect(context, path.replace(/(?<=.)\/+$/, ""), found);
    if (found.length === before) {
      throw new UserError(`there is no .nnet file in "${path}"`, { exitCode: 2 });
    }
  }
  return [...new Set(found)];
}

async function collect(context: CliContext, folder: string, found: string[]): Promise<void> {
  const { host } = context;
  const names = [...(await host.listFolder(host.resolve(context.folder, folder)))].sort();
  if (names.includes("run.json")) return;
  for (const name of names) {
    if (name.startsWith(".") || name === "node_modules") continue;
    const path = folder === "." ? name : `${folder}/${name}`;
    const info = await host.stat(host.resolve(context.folder, path));
    if (info?.isDirectory) await collect(context, path, found);
    else if (name.endsWith(".nnet")) found.push(path);
  }
}
