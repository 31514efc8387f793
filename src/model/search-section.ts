/** The `search` section: its words are checked, though this version does not search yet. */
import type { Report } from "../base/diagnostic.ts";
import type { SourceFile } from "../syntax/ast.ts";
import type { ParamType } from "../words/param.ts";
import { choice, integer, name } from "../words/param-types.ts";
import { readContext } from "../words/read-arguments.ts";
import type { Value } from "../words/value.ts";
import type { Vocabulary } from "../words/word.ts";
import { type ConstantScope, evaluate } from "./evaluate.ts";
import { entriesByKey } from "./section-entries.ts";
import { findSection } from "./sections.ts";

const types: Readonly<Record<string, ParamType<unknown>>> = {
  by: name,
  trials: integer({ min: 1 }),
  strategy: choice("random", "grid"),
};

export function checkSearch(
  file: SourceFile,
  constants: ConstantScope,
  vocabulary: Vocabulary,
  report: Report,
): void {
  const section = findSection(file, "search");
  if (section === undefined) return;
  const known = { section: "search", keys: [...Object.keys(types), "stop"] };
  for (const [key, { value: written }] of entriesByKey(section.record, known, report)) {
    const value = evaluate(written, constants);
    const type = types[key];
    const reading = value && type?.read(value, readContext(vocabulary));
    if (reading?.refused) refuse(`${key} ${reading.message}`, value as Value, report, reading.help);
    if (value && key === "stop") checkStop(value, report);
  }
}

/** `none`, or `hyperband(min_epochs = 4)`. */
function checkStop(value: Value, report: Report): void {
  if (value.kind === "none") return;
  const isKnown =
    value.kind === "call" &&
    value.name === "hyperband" &&
    value.args.every((argument) => argument.name === "min_epochs" && argument.value.kind === "number");
  if (!isKnown) refuse("stop takes hyperband(min_epochs = 4), or none", value, report);
}

function refuse(message: string, { span }: Value, report: Report, help?: string): void {
  report({ rule: "bad-option", severity: "error", message, span, ...(help === undefined ? {} : { help }) });
}
