import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearest, numberArithmetic } from "../../src/tensor/number-arithmetic.ts";

const { f32, f64, i32 } = numberArithmetic;

describe("arithmetic in numbers", () => {
  test("f32 rounds after every operation", () => {
    fc.assert(
      fc.property(fc.float(), fc.float(), (a, b) => {
        expect(f32.add(a, b)).toBe(Math.fround(a + b));
        expect(f32.multiply(a, b)).toBe(Math.fround(a * b));
        expect(f32.divide(a, b)).toBe(Math.fround(a / b));
        expect(f32.subtract(a, b)).toBe(Math.fround(a - b));
        expect(f32.sqrt(Math.abs(a))).toBe(Math.fround(Math.sqrt(Math.abs(a))));
      }),
    );
    expect(f32.constant(0.1)).toBe(Math.fround(0.1));
    expect(f64.constant(0.1)).toBe(0.1);
  });

  test.each([
    ["f32", f32, -126, 127],
    ["f64", f64, -1022, 1023],
  ] as const)("%s: powers of two and exponents are exact over the whole range", (_, m, low, high) => {
    for (let n = low; n <= high; n++) {
      expect(m.powerOfTwo(n)).toBe(2 ** n);
      expect(m.exponentOf(2 ** n)).toBe(n);
      expect(m.exponentOf(m.multiply(2 ** n, 1.9999))).toBe(n);
    }
  });

  test("minimum and maximum keep a NaN in the first operand and ignore one in the second", () => {
    expect(f64.minimum(Number.NaN, 1)).toBeNaN();
    expect(f64.minimum(1, Number.NaN)).toBe(1);
    expect(f64.maximum(Number.NaN, 1)).toBeNaN();
    expect(f64.maximum(1, Number.NaN)).toBe(1);
    expect(f64.maximum(-0, 0)).toBe(-0);
    expect(f64.minimum(0, -0)).toBe(0);
  });

  test("i32 wraps around, and has no more than it says", () => {
    expect(i32.add(2147483647, 1)).toBe(-2147483648);
    expect(i32.subtract(-2147483648, 1)).toBe(2147483647);
    expect(i32.multiply(65537, 65537)).toBe(131073);
    expect(i32.select(i32.less(1, 2), 5, 6)).toBe(5);
    for (const absent of [i32.negate, i32.abs, i32.sqrt, i32.floor, i32.powerOfTwo, i32.exponentOf]) {
      expect(() => absent(1)).toThrow("no such operation");
    }
  });

  test("nearest rounds, cuts and holds in range", () => {
    expect(nearest(0.1, "f64")).toBe(0.1);
    expect(nearest(0.1, "f32")).toBe(Math.fround(0.1));
    expect([2.9, -2.9, 1e10, -1e10, Number.NaN, -0.5].map((x) => nearest(x, "i32"))).toEqual([
      2, -2, 2147483647, -2147483648, 0, 0,
    ]);
  });
});
