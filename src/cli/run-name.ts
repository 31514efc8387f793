/** Which folder a run is kept in: never one that already holds another run, unless the user says so. */
import { UserError } from "../base/user-error.ts";
import { runFiles } from "../train/run-folder.ts";
import type { CliContext } from "./cli-context.ts";

interface RunOptions {
  readonly run?: string;
  readonly resume?: boolean;
  readonly overwrite?: boolean;
}

/** The folder as the user would write it, relative to the working directory. */
export async function chooseRunFolder(
  context: CliContext,
  name: string,
  options: RunOptions,
): Promise<string> {
  if (options.run !== undefined) {
    if (options.resume || options.overwrite || !(await holdsRun(context, options.run))) return options.run;
    throw new UserError(`${options.run} already holds a run`, {
      help: "go on with it (--resume), replace it (--overwrite), or name another folder",
      exitCode: 2,
    });
  }
  const free = await firstFree(context, name);
  if (!options.resume && !options.overwrite) return runName(name, free);
  return runName(name, Math.max(1, free - 1));
}

function runName(name: string, number: number): string {
  return number === 1 ? `runs/${name}` : `runs/${name}-${number}`;
}

async function firstFree(context: CliContext, name: string): Promise<number> {
  let number = 1;
  while (await holdsRun(context, runName(name, number))) number += 1;
  return number;
}

async function holdsRun({ host, folder }: CliContext, run: string): Promise<boolean> {
  return (await host.stat(host.resolve(folder, run, runFiles.model))) !== undefined;
}
