/** `nnet fix`: pasted Keras and old forms rewritten, in the one format; of a Python file, beside it. */

import { UserError } from "../../base/user-error.ts";
import { renderPretty } from "../../check/render-pretty.ts";
import { formatModel } from "../../format-model.ts";
import { rewritePasted } from "../../syntax/pasted/pasted-keras.ts";
import type { CliContext, ExitCode } from "../cli-context.ts";
import { eachFile } from "../each-file.ts";
import { readText } from "../open-model.ts";
import { paletteOf } from "../terminal-palette.ts";
import { unifiedDiff } from "../unified-diff.ts";

interface FixOptions {
  readonly diff?: boolean;
}

export function fix(context: CliContext, paths: readonly string[], options: FixOptions): Promise<ExitCode> {
  return eachFile(context, paths, async (path) => ((await fixFile(context, path, options)) ? 0 : 1));
}

async function fixFile(context: CliContext, path: string, { diff }: FixOptions): Promise<boolean> {
  const { terminal, host, folder } = context;
  const before = await readText(context, path);
  const name = path === "-" ? "<stdin>" : path;
  const rewritten = rewritePasted({ name, text: before });
  const formatted = rewritten.text === undefined ? rewritten : formatModel({ name, text: rewritten.text });
  for (const note of rewritten.notes) terminal.say(`${name}: ${note}`);
  if (formatted.text === undefined) {
    const palette = paletteOf(terminal.colors);
    terminal.say(renderPretty(formatted.diagnostics, [name], { palette, width: terminal.width }).trimEnd());
    terminal.say(`${name} is left as it is: mend what could not be read, then run nnet fix again`);
    return false;
  }
  const { text } = formatted;
  if (diff) {
    if (text !== before) terminal.print(unifiedDiff(name, before, text));
  } else if (path === "-") {
    if (text !== "") terminal.print(text.slice(0, -1));
  } else if (text !== before) {
    const target = path.replace(/\.py$/i, ".nnet");
    if (target !== path && (await host.stat(host.resolve(folder, target)))) {
      throw new UserError(`"${target}" is there already`, {
        help: `move it away, or print what becomes of ${path}: nnet fix - < ${path}`,
      });
    }
    await host.writeFile(host.resolve(folder, target), text);
    terminal.say(target === path ? `rewrote ${name}` : `wrote ${target}`);
    if (rewritten.notes.length > 0 && !/^data\b/m.test(text)) {
      terminal.say(
        `next: say in a data section where the rows are (nnet new --data rows.csv shows one), then nnet check ${target}`,
      );
    }
  }
  return true;
}
