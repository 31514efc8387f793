/** Kernels against true values in many digits (fixtures/functions.py), and at the edges of their ranges. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { numberArithmetic } from "../../src/tensor/number-arithmetic.ts";
import * as primitives from "../../src/tensor/primitives/index.gen.ts";
import { unitInLastPlace } from "./tensors.ts";

type Table = Record<"f32" | "f64", Record<string, number[][]>>;
const table: Table = JSON.parse(readFileSync(new URL("fixtures/functions.json", import.meta.url), "utf8"));
const named = primitives as Record<string, (typeof primitives)[keyof typeof primitives]>;

function apply(name: string, precision: "f32" | "f64", ...x: readonly number[]): number {
  const primitive = named[name];
  const m = numberArithmetic[precision];
  if (primitive?.kind !== "pointwise" || primitive.arity === 3) throw new Error(`no function ${name}`);
  return primitive.arity === 1
    ? primitive.kernel(m, x[0] as number)
    : primitive.kernel(m, x[0] as number, x[1] as number);
}

describe.each(["f32", "f64"] as const)("%s", (precision) => {
  test.each(Object.entries(table[precision]))("%s is as exact as it says", (name, rows) => {
    const primitive = named[name];
    const allowed = primitive?.kind === "pointwise" ? primitive.ulps : Number.NaN;
    for (const row of rows) {
      const [high, low] = row.slice(-2) as [number, number];
      const operands = row.slice(0, -2);
      const actual = apply(name, precision, ...operands);
      const error = Math.abs(actual - high - low) / unitInLastPlace(high, precision);
      expect(error, `${name}(${operands})`).toBeLessThanOrEqual(allowed);
    }
  });

  const largest = precision === "f32" ? 3.4028234663852886e38 : Number.MAX_VALUE;
  const smallest = precision === "f32" ? 2 ** -149 : Number.MIN_VALUE;
  const infinity = Number.POSITIVE_INFINITY;

  test.each([
    ["exp", [-infinity], 0],
    ["exp", [infinity], infinity],
    ["exp", [largest], infinity],
    ["exp", [-largest], 0],
    ["exp", [smallest], 1],
    ["expm1", [-largest], -1],
    ["expm1", [largest], infinity],
    ["expm1", [smallest], smallest],
    ["expm1", [-0], -0],
    ["log", [0], -infinity],
    ["log", [-0], -infinity],
    ["log", [-smallest], Number.NaN],
    ["log", [infinity], infinity],
    ["log", [1], 0],
    ["log1p", [-1], -infinity],
    ["log1p", [-0], -0],
    ["log1p", [smallest], smallest],
    ["log1p", [infinity], infinity],
    ["sin", [infinity], Number.NaN],
    ["sin", [-0], -0],
    ["sin", [smallest], smallest],
    ["cos", [smallest], 1],
    ["tanh", [largest], 1],
    ["tanh", [-largest], -1],
    ["tanh", [-0], -0],
    ["sigmoid", [largest], 1],
    ["sigmoid", [-largest], 0],
    ["sigmoid", [0], 0.5],
    ["erf", [largest], 1],
    ["erf", [-infinity], -1],
    ["erf", [-0], -0],
    ["pow", [largest, 2], infinity],
    ["pow", [-largest, 3], -infinity],
    ["pow", [0.5, largest], 0],
    ["pow", [0.5, -infinity], infinity],
    ["pow", [smallest, 1], smallest],
    ["pow", [Number.NaN, 0], 1],
    ["pow", [1, Number.NaN], Number.NaN],
    ["pow", [-8, 1 / 3], Number.NaN],
    ["pow", [-2, largest], infinity],
  ] as const)("%s(%s) = %s", (name, operands, expected) => {
    expect(apply(name, precision, ...operands)).toBe(expected);
  });

  test("logarithms of the extreme numbers", () => {
    expect(apply("log", precision, largest)).toBeCloseTo(Math.log(largest), precision === "f32" ? 4 : 12);
    expect(apply("log", precision, smallest)).toBeCloseTo(Math.log(smallest), precision === "f32" ? 4 : 12);
  });

  test("exp rounds results below the normal range to subnormal ones", () => {
    const x = precision === "f32" ? -95 : -730;
    expect(Math.abs(apply("exp", precision, x) - Math.exp(x))).toBeLessThanOrEqual(smallest);
  });

  test("sin and cos stay within [-1, 1] far beyond the range where they are right", () => {
    for (const x of [1e7, 3e12, 1e30, -1e30, largest]) {
      for (const name of ["sin", "cos"]) {
        const value = apply(name, precision, x);
        expect(Math.abs(value), `${name}(${x})`).toBeLessThanOrEqual(1);
      }
    }
  });

  test("rising functions never fall between neighbours", () => {
    const m = numberArithmetic[precision];
    for (const name of ["exp", "tanh", "sigmoid", "erf", "log1p"]) {
      let last = -infinity;
      for (let i = 0; i < 2000; i++) {
        const value = apply(name, precision, m.constant(-0.9 + i * 0.003));
        expect(value, `${name} at step ${i}`).toBeGreaterThanOrEqual(last);
        last = value;
      }
    }
  });
});
