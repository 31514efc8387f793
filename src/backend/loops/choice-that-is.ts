/** Comparing a number that was made of a condition with one of its two values. */
import type { Value } from "./language.ts";

/**
 * Comparisons give numbers in graphs, and conditions are numbers there: where a number made of a condition is compared with one of
 * its two values, which branch has that value.
 */
export function choiceThatIs(a: Value, b: Value): boolean | undefined {
  if (a.operation !== "select" || b.operation !== "constant") return undefined;
  const [, whenTrue, whenFalse] = a.inputs as [Value, Value, Value];
  if (whenTrue.operation !== "constant" || whenFalse.operation !== "constant") return undefined;
  const is = ({ numbers }: Value): boolean => numbers.every((value, lane) => value === b.numbers[lane]);
  const isNot = ({ numbers }: Value): boolean => numbers.every((value, lane) => value !== b.numbers[lane]);
  if (is(whenTrue) && isNot(whenFalse)) return true;
  return is(whenFalse) && isNot(whenTrue) ? false : undefined;
}
