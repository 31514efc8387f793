/** `in range(0, 255)`: the declared bounds of raw values. */
import type { Expression } from "../syntax/ast.ts";
import { type ConstantScope, evaluate } from "./evaluate.ts";

export type Range = readonly [low: number, high: number];

/** Undefined when it was refused and reported. */
export function readRange(expression: Expression, scope: ConstantScope): Range | undefined {
  const value = evaluate(expression, scope);
  if (value === undefined) return undefined;
  const bounds = value.kind === "call" && value.name === "range" ? value.args.map((arg) => arg.value) : [];
  const [low, high] = bounds;
  if (bounds.length === 2 && low?.kind === "number" && high?.kind === "number" && low.value < high.value) {
    return [low.value, high.value];
  }
  scope.report({
    rule: "bad-range",
    severity: "error",
    message: "a range names its two ends, the smaller one first",
    span: expression.span,
    help: "write `in range(0, 255)`",
  });
  return undefined;
}
