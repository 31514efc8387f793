/** Which folder a run is kept in: never one that already holds another run, unless the user says so. */
import { UserError } from "../base/user-error.ts";
import { runAt } from "../train/run-folder.ts";
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
  if (options.resume && options.overwrite) {
    throw new UserError("--resume goes on with a run, and --overwrite replaces it", {
      help: "give one of the two",
      exitCode: 2,
    });
  }
  const chosen = options.run ?? (await folderOf(context, name, options));
  await requireFree(context, chosen, options);
  return chosen;
}

/** The last one of that name to go on with or to replace, the next one for a new run. */
async function folderOf(
  context: CliContext,
  name: string,
  { resume, overwrite }: RunOptions,
): Promise<string> {
  const free = await firstFree(context, name);
  return runName(name, resume || overwrite ? Math.max(1, free - 1) : free);
}

/** What a model begins with must not go with the run that it replaces: the model could not be trained again. */
export function requireElsewhere({ host }: CliContext, folder: string, paths: readonly string[] = []): void {
  const inside = paths.find((path) => host.resolve(path, "..") === host.resolve(folder));
  if (inside === undefined) return;
  throw new UserError(
    `the model begins with weights that stand in ${folder}, and --overwrite would take them away`,
    {
      help: "name another folder for the run, or give the model a copy of the weights that stands elsewhere",
      exitCode: 2,
    },
  );
}

function runName(name: string, number: number): string {
  return number === 1 ? `runs/${name}` : `runs/${name}-${number}`;
}

async function requireFree(
  { host, folder }: CliContext,
  named: string,
  { resume, overwrite }: RunOptions,
): Promise<void> {
  const { run, other } = await runAt(host, host.resolve(folder, named));
  if (other !== undefined) {
    throw new UserError(
      `${named} is not the folder of a run, and holds a file ${other}, which a run would replace`,
      {
        help: "name another folder",
        exitCode: 2,
      },
    );
  }
  if (!run || resume || overwrite) return;
  throw new UserError(`${named} already holds a run`, {
    help: "go on with it (--resume), replace it (--overwrite), or name another folder",
    exitCode: 2,
  });
}

async function firstFree({ host, folder }: CliContext, name: string): Promise<number> {
  for (let number = 1; ; number += 1) {
    const { run, other } = await runAt(host, host.resolve(folder, runName(name, number)));
    if (!run && other === undefined) return number;
  }
}
