/** The value of an expression at one element, as closures; every shared subtree is computed at most once per element. */
import type { Arithmetic } from "../tensor/arithmetic.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";
import { numberWords, threefry, uniformOf } from "../tensor/random.ts";
import type { DType, FloatType, NumberArray } from "../tensor/types.ts";
import type { Affine, Expr } from "./kernel.ts";

/** What an expression is evaluated in; the runner moves `index` and counts `element` up whenever it does. */
export interface ElementEnv {
  index: readonly number[];
  accumulator: number;
  readonly buffers: readonly { readonly values: NumberArray; readonly offset: number }[];
  element: number;
}

type Evaluate = () => number;
type NumberKernel = (m: Arithmetic<number, boolean>, ...x: number[]) => number;

export function evaluator(expr: Expr, env: ElementEnv): Evaluate {
  return memoised(expr, env, new Map());
}

function memoised(expr: Expr, env: ElementEnv, known: Map<Expr, Evaluate>): Evaluate {
  const existing = known.get(expr);
  if (existing !== undefined) return existing;
  const compute = compile(expr, env, (inner) => memoised(inner, env, known));
  let element = -1;
  let value = 0;
  const evaluate = () => {
    if (element !== env.element) {
      value = compute();
      element = env.element;
    }
    return value;
  };
  known.set(expr, evaluate);
  return evaluate;
}

function compile(expr: Expr, env: ElementEnv, inner: (expr: Expr) => Evaluate): Evaluate {
  switch (expr.kind) {
    case "load":
      return compileLoad(expr, env);
    case "constant": {
      const value = numberArithmetic[expr.dtype].constant(expr.value);
      return () => value;
    }
    case "index":
      return () => castNumber(valueAt(expr.value, env.index), expr.dtype);
    case "random": {
      const [first, step, low, high] = [expr.first, expr.step, ...expr.key].map(inner) as [
        Evaluate,
        Evaluate,
        Evaluate,
        Evaluate,
      ];
      return () => {
        const element = first() + valueAt(expr.element, env.index);
        const key = [low() >>> 0, high() >>> 0] as const;
        const words = threefry(numberWords, key, [element >>> 0, step() >>> 0]);
        return uniformOf(...words, expr.dtype as FloatType);
      };
    }
    case "pointwise": {
      const inputs = expr.inputs.map(inner);
      const arithmetic = numberArithmetic[expr.dtype];
      const kernel = expr.primitive.kernel as NumberKernel;
      return () => kernel(arithmetic, ...inputs.map((input) => input()));
    }
    case "cast": {
      const input = inner(expr.input);
      return () => castNumber(input(), expr.dtype);
    }
    case "gather": {
      const index = inner(expr.index);
      const element = compileLoad(expr, env);
      return () => element(Math.min(Math.max(index(), 0), expr.rows - 1) * expr.stride);
    }
    case "pick":
      return compilePick(expr, env, inner);
    case "accumulator":
      return () => env.accumulator;
  }
}

function compileLoad(
  expr: Extract<Expr, { kind: "load" | "gather" }>,
  env: ElementEnv,
): (start?: number) => number {
  const { values, offset } = env.buffers[expr.access.buffer] as ElementEnv["buffers"][number];
  return (start = 0) => {
    const value = values[offset + start + valueAt(expr.access.at, env.index)];
    if (value === undefined) throw new RangeError("a kernel reads outside a buffer");
    return value;
  };
}

function compilePick(
  expr: Extract<Expr, { kind: "pick" }>,
  env: ElementEnv,
  inner: (expr: Expr) => Evaluate,
): Evaluate {
  const choices = expr.choices.map(({ guards, value }) => ({ guards, value: inner(value) }));
  const otherwise = numberArithmetic[expr.dtype].constant(expr.otherwise);
  return () => {
    for (const { guards, value } of choices) {
      const holds = guards.every((guard) => {
        const at = valueAt(guard.value, env.index);
        return guard.low <= at && at < guard.high;
      });
      if (holds) return value();
    }
    return otherwise;
  };
}

function valueAt({ offset, strides }: Affine, index: readonly number[]): number {
  let sum = offset;
  for (let axis = 0; axis < strides.length; axis++)
    sum += (strides[axis] as number) * (index[axis] as number);
  return sum;
}

/** As the `cast` primitive defines it: to i32, truncated and saturated, NaN to 0. */
function castNumber(value: number, dtype: DType): number {
  if (dtype === "f64") return value;
  if (dtype === "f32") return Math.fround(value);
  if (Number.isNaN(value)) return 0;
  return Math.min(2147483647, Math.max(-2147483648, Math.trunc(value))) | 0;
}
