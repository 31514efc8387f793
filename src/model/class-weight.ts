/** The entry `class_weight`: `balanced`, or a weight for each class, for one output or by name of output. */
import type { Entry, Expression } from "../syntax/ast.ts";
import { entriesByOutput } from "./by-output.ts";
import { type ConstantScope, evaluate } from "./evaluate.ts";
import type { ClassWeight } from "./ir.ts";

export function readClassWeights(
  entry: Entry,
  outputs: readonly string[],
  constants: ConstantScope,
): Readonly<Record<string, ClassWeight>> {
  const weights: Record<string, ClassWeight> = {};
  for (const { output, value } of entriesOf(entry, outputs, constants)) {
    const weight = readClassWeight(value, constants);
    if (weight !== undefined) weights[output] = weight;
  }
  return weights;
}

/** A record may be about classes or about outputs; outputs are meant where all its keys name one. */
function entriesOf(entry: Entry, outputs: readonly string[], { report }: ConstantScope) {
  const { value } = entry;
  const [only, ...more] = outputs;
  const aboutClasses =
    value.kind === "record" && !value.entries.every(({ key }) => outputs.includes(key.text));
  if (aboutClasses && only !== undefined && more.length === 0) return [{ output: only, value }];
  return entriesByOutput(entry, outputs, report);
}

function readClassWeight(expression: Expression, constants: ConstantScope): ClassWeight | undefined {
  const value = evaluate(expression, constants);
  if (value === undefined) return undefined;
  if (
    (value.kind === "word" && value.name === "balanced") ||
    (value.kind === "string" && value.value === "balanced")
  ) {
    return "balanced";
  }
  if (value.kind === "record") {
    const weights: Record<string, number> = {};
    let sound = true;
    for (const { key, value: weight } of value.entries) {
      if (weight.kind === "number" && weight.value >= 0) weights[key] = weight.value;
      else {
        sound = false;
        constants.report({
          rule: "bad-option",
          severity: "error",
          message: `the weight of the class ${key} is a number of at least 0`,
          span: weight.span,
        });
      }
    }
    return sound ? weights : undefined;
  }
  constants.report({
    rule: "bad-option",
    severity: "error",
    message: "class_weight expects balanced, or a weight for each class",
    span: value.span,
    help: "write `class_weight = balanced` or `class_weight = { 0 = 1, 1 = 5 }`",
  });
  return undefined;
}
