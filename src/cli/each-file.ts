/** Commands over several model files: one that cannot be used is told, and does not keep the others from their turn. */
import { UserError } from "../base/user-error.ts";
import type { CliContext, ExitCode } from "./cli-context.ts";
import { modelFiles } from "./model-files.ts";
import { tellError } from "./terminal.ts";

/** The worst of what the files came to. */
export async function eachFile(
  context: CliContext,
  paths: readonly string[],
  run: (path: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  let worst: ExitCode = 0;
  // What several files share, as a configuration, is told once.
  const told = new Set<string>();
  for (const path of await modelFiles(context, paths)) {
    const code = await run(path).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      const known = told.has(error.message);
      told.add(error.message);
      return known ? error.exitCode : tellError(context.terminal, error);
    });
    if (code > worst) worst = code;
  }
  return worst;
}
