/** The functions of the language where all arguments are numbers: the same bits on every machine, as the kernels have them. */
import type { Span } from "../base/source.ts";
import { exponential } from "../tensor/functions/exponential.ts";
import { logarithm } from "../tensor/functions/logarithm.ts";
import { cosine, sine } from "../tensor/functions/trigonometric.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";
import type { ArgumentValue, Value } from "../words/value.ts";
import { ArithmeticProblem } from "./constant-arithmetic.ts";

const m = numberArithmetic.f64;

interface ConstantFunction {
  readonly least: number;
  readonly most: number;
  readonly compute: (...values: readonly number[]) => number;
}

function unary(compute: (x: number) => number): ConstantFunction {
  return { least: 1, most: 1, compute: (x = 0) => compute(x) };
}

const functions: Readonly<Record<string, ConstantFunction>> = {
  abs: unary((x) => Math.abs(x)),
  sqrt: unary((x) => {
    if (x < 0) throw new ArithmeticProblem(`${x} has no square root`);
    return Math.sqrt(x);
  }),
  exp: unary((x) => exponential(m, x)),
  log: unary((x) => {
    if (x <= 0) throw new ArithmeticProblem(`${x} has no logarithm`);
    return logarithm(m, x);
  }),
  sin: unary((x) => sine(m, x)),
  cos: unary((x) => cosine(m, x)),
  max: { least: 2, most: 64, compute: (...values) => Math.max(...values) },
  min: { least: 2, most: 64, compute: (...values) => Math.min(...values) },
};

export function isConstantFunction(name: string): boolean {
  return Object.hasOwn(functions, name);
}

/**
 * The value of `sqrt(2)` and its like; undefined where the name or the arguments are of something else (`log(1e-4, 1e-2)`
 * is a range). Throws ArithmeticProblem.
 */
export function applyConstantFunction(
  name: string,
  args: readonly ArgumentValue[],
  span: Span,
): Value | undefined {
  const known = isConstantFunction(name) ? functions[name] : undefined;
  if (known === undefined || args.length < known.least || args.length > known.most) return undefined;
  const values: number[] = [];
  for (const { value, name: keyword } of args) {
    if (value.kind !== "number" || keyword !== undefined) return undefined;
    values.push(value.value);
  }
  const value = known.compute(...values);
  if (Number.isFinite(value)) return { kind: "number", span, value };
  throw new ArithmeticProblem("the result is too large for a number");
}
