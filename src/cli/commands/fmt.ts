/** `nnet fmt`: model files in the one format. */
import { renderPretty } from "../../check/render-pretty.ts";
import { formatModel } from "../../format-model.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { eachFile } from "../each-file.ts";
import { readText } from "../open-model.ts";
import { paletteOf } from "../terminal-palette.ts";
import { unifiedDiff } from "../unified-diff.ts";

interface FmtOptions {
  readonly check?: boolean;
  readonly diff?: boolean;
}

export function fmt(context: CliContext, paths: readonly string[], options: FmtOptions): Promise<ExitCode> {
  return eachFile(context, paths.length > 0 ? paths : ["."], (path) => formatFile(context, path, options));
}

async function formatFile(context: CliContext, path: string, options: FmtOptions): Promise<ExitCode> {
  const text = await readText(context, path);
  const name = path === "-" ? "<stdin>" : path;
  const formatted = formatModel({ name, text });
  if (formatted.text !== undefined) {
    return (await deliver(context, path, text, formatted.text, options)) ? 1 : 0;
  }
  const palette = paletteOf(context.terminal.colors);
  const { width } = context.terminal;
  context.terminal.say(renderPretty(formatted.diagnostics, [name], { palette, width }).trimEnd());
  return 1;
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
