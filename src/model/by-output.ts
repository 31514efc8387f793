/** Entries of the train section that belong to outputs: `loss = mse`, or `loss = { spam = mse, stars = mae }`. */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { Entry, Expression } from "../syntax/ast.ts";
import { withArticle } from "../words/instance-of.ts";
import { nearName } from "./near-name.ts";

export interface OutputEntry {
  readonly output: string;
  readonly value: Expression;
}

/** `outputs` are the names of the file, those of broken outputs too. */
export function entriesByOutput(
  { key, value }: Entry,
  outputs: readonly string[],
  report: Report,
  /** What the names are called in messages. */
  noun = "output",
): readonly OutputEntry[] {
  if (value.kind === "record") {
    return value.entries.flatMap((entry): readonly OutputEntry[] => {
      if (outputs.includes(entry.key.text)) return [{ output: entry.key.text, value: entry.value }];
      reportNoOutput(entry.key.text, entry.key.span, outputs, report, noun);
      return [];
    });
  }
  const [only, ...more] = outputs;
  if (only !== undefined && more.length === 0) return [{ output: only, value }];
  if (only !== undefined && value.kind !== "missing") {
    report({
      rule: "output-unnamed",
      severity: "error",
      message: `the model has ${outputs.length} ${noun}s, and this ${key.text} names none of them`,
      span: value.span,
      help: `write \`${key.text} = { ${outputs.map((name) => `${name} = …`).join(", ")} }\``,
    });
  }
  return [];
}

export function reportNoOutput(
  name: string,
  span: Span,
  outputs: readonly string[],
  report: Report,
  noun = "output",
): void {
  const near = nearName(name, outputs) ?? (outputs.length === 1 ? outputs[0] : undefined);
  report({
    rule: "unknown-name",
    severity: "error",
    message: `there is no ${noun} called ${name}`,
    span,
    ...(near === undefined
      ? {
          label: `not ${withArticle(noun)}`,
          ...(outputs.length === 0 ? {} : { help: `the ${noun}s are ${outputs.join(", ")}` }),
        }
      : {
          label: `did you mean ${near}?`,
          fix: { title: near, edits: [{ span, text: near }], safe: false },
        }),
  });
}
