/** `nnet fmt`: model files in the one format. */
import { renderPretty } from "../../check/render-pretty.ts";
import { formatModel } from "../../format-model.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { modelFiles } from "../model-files.ts";
import { readText } from "../open-model.ts";
import { paletteOf } from "../terminal-palette.ts";
import { unifiedDiff } from "../unified-diff.ts";

interface FmtOptions {
  readonly check?: boolean;
  readonly diff?: boolean;
}

export async function fmt(
  context: CliContext,
  paths: readonly string[],
  options: FmtOptions,
): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  for (const path of await modelFiles(context, paths.length > 0 ? paths : ["."])) {
    const text = await readText(context, path);
    const name = path === "-" ? "<stdin>" : path;
    const formatted = formatModel({ name, text });
    if (formatted.text === undefined) {
      const palette = paletteOf(context.terminal.colors);
      const width = context.terminal.width;
      context.terminal.say(renderPretty(formatted.diagnostics, [name], { palette, width }).trimEnd());
      exitCode = 1;
    } else if (await deliver(context, path, text, formatted.text, options)) {
      exitCode = 1;
    }
  }
  return exitCode;
}

/** True where a file is not as it should be. */
async function deliver(
  context: CliContext,
  path: string,
  before: string,
  after: string,
  { check, diff }: FmtOptions,
): Promise<boolean> {
  const { terminal, host, folder } = context;
  const name = path === "-" ? "<stdin>" : path;
  if (diff && before !== after) terminal.print(unifiedDiff(name, before, after));
  if (check) {
    if (before !== after && !diff) terminal.print(name);
    return before !== after;
  }
  if (diff) return false;
  if (path === "-") {
    if (after !== "") terminal.print(after.slice(0, -1));
  } else if (before !== after) {
    await host.writeFile(host.resolve(folder, path), after);
    terminal.say(`formatted ${name}`);
  }
  return false;
}
