/**
 * The kernels' arithmetic in plain numbers: what a target computes for one element, to the bit. TypeScript uses it where
 * it needs those bits itself (initial weights, folded constants) and tests use it to compare targets.
 */
import type { Arithmetic } from "./arithmetic.ts";
import { GraphError } from "./primitive.ts";
import type { DType } from "./types.ts";

export type NumberArithmetic = Arithmetic<number, boolean>;

const bits = new DataView(new ArrayBuffer(8));

const comparisons = {
  // Not Math.min, which differs at NaN and -0.
  minimum: (a: number, b: number) => (b < a ? b : a),
  // Not Math.max, which differs at NaN and -0.
  maximum: (a: number, b: number) => (a < b ? b : a),
  less: (a: number, b: number) => a < b,
  lessOrEqual: (a: number, b: number) => a <= b,
  equal: (a: number, b: number) => a === b,
  and: (a: boolean, b: boolean) => a && b,
  or: (a: boolean, b: boolean) => a || b,
  not: (a: boolean) => !a,
  copySign: (size: number, a: number) => (a < 0 || Object.is(a, -0) ? -size : size),
  select: (condition: boolean, whenTrue: number, whenFalse: number) => (condition ? whenTrue : whenFalse),
} as const;

const f64: NumberArithmetic = {
  ...comparisons,
  precision: "f64",
  constant: (value) => value,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  negate: (a) => -a,
  abs: (a) => Math.abs(a),
  sqrt: (a) => Math.sqrt(a),
  floor: (a) => Math.floor(a),
  powerOfTwo: (n) => {
    bits.setInt32(0, (n + 1023) << 20);
    bits.setInt32(4, 0);
    return bits.getFloat64(0);
  },
  exponentOf: (x) => {
    bits.setFloat64(0, x);
    return (bits.getUint32(0) >>> 20) - 1023;
  },
};

/**
 * Rounding the f64 result of one f32 operation to f32 gives the correctly rounded f32 result: 53 bits are at least twice
 * 24 and two more (Figueroa, "When is double rounding innocuous?", 1995).
 */
const f32: NumberArithmetic = {
  ...comparisons,
  precision: "f32",
  constant: (value) => Math.fround(value),
  add: (a, b) => Math.fround(a + b),
  subtract: (a, b) => Math.fround(a - b),
  multiply: (a, b) => Math.fround(a * b),
  divide: (a, b) => Math.fround(a / b),
  negate: (a) => -a,
  abs: (a) => Math.abs(a),
  sqrt: (a) => Math.fround(Math.sqrt(a)),
  floor: (a) => Math.floor(a),
  powerOfTwo: (n) => {
    bits.setInt32(0, (n + 127) << 23);
    return bits.getFloat32(0);
  },
  exponentOf: (x) => {
    bits.setFloat32(0, x);
    return (bits.getUint32(0) >>> 23) - 127;
  },
};

function absent(): never {
  throw new GraphError("i32 arithmetic has no such operation");
}

const i32: NumberArithmetic = {
  ...comparisons,
  precision: "i32",
  constant: (value) => value | 0,
  add: (a, b) => (a + b) | 0,
  subtract: (a, b) => (a - b) | 0,
  multiply: (a, b) => Math.imul(a, b),
  divide: absent,
  negate: absent,
  abs: absent,
  copySign: absent,
  sqrt: absent,
  floor: absent,
  powerOfTwo: absent,
  exponentOf: absent,
};

export const numberArithmetic: Readonly<Record<DType, NumberArithmetic>> = { f32, f64, i32 };

/** A number as the element type holds it: rounded, or for i32 cut towards 0 and held in range, with NaN as 0. */
export function nearest(value: number, dtype: DType): number {
  if (dtype === "f64") return value;
  if (dtype === "f32") return Math.fround(value);
  return Math.trunc(Math.min(Math.max(value, -(2 ** 31)), 2 ** 31 - 1)) | 0;
}
