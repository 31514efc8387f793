/** `nnet rules`: every rule name with its severity and one sentence. */
import { rulePages } from "../../check/all-pages.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { paletteOf } from "../terminal-palette.ts";

export async function rules(
  { terminal }: CliContext,
  _args: readonly string[],
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  if (options.json) {
    const rows = rulePages.map(({ name, severity, summary }) => ({ name, severity, summary }));
    terminal.print(JSON.stringify(rows, null, 2));
    return 0;
  }
  const palette = paletteOf(terminal.printColors);
  const width = Math.max(...rulePages.map(({ name }) => name.length));
  for (const { name, severity, summary } of rulePages) {
    const head = `${name.padEnd(width)}  ${palette.severity[severity](severity.padEnd(7))}  `;
    terminal.print(terminal.fold(summary, head));
  }
  return 0;
}
