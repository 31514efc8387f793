/** Short forms for the samples of primitives. */
import type { Sample, SampleInput } from "./primitive.ts";

/** A vector of these values. */
export function listed(...values: readonly number[]): SampleInput {
  return { shape: [values.length], values };
}

/** Values between the bounds; a vector of 67, which is no multiple of any number of lanes, when no shape is given. */
export function drawn(low: number, high: number, ...shape: readonly number[]): SampleInput {
  return { shape: shape.length > 0 ? shape : [67], range: [low, high] };
}

const { POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: minusInfinity, NaN: nan } = Number;

/** Where functions of one operand tend to go wrong. */
export const edges: readonly number[] = [0, -0, 1, -1, infinity, minusInfinity, nan];

/** Where functions of two operands tend to go wrong. */
export const edgePairs: readonly [SampleInput, SampleInput] = [
  listed(0, -0, 0, 1, infinity, infinity, minusInfinity, nan, 1, -3, 2),
  listed(-0, -0, 0, -1, infinity, minusInfinity, 1, 1, nan, -3, 5),
];

export const integerPairs: readonly [SampleInput, SampleInput] = [
  listed(7, -3, 2147483647, 0, 3),
  listed(2, 5, 1, 0, 3),
];

/** Reductions over inner, outer, several and all axes, shorter and longer than lanes and pieces. */
export const reducedSamples: readonly Sample[] = [
  { inputs: [drawn(-2, 2, 3, 5)], attributes: { axes: [1], keepDims: false } },
  { inputs: [drawn(-2, 2, 3, 37)], attributes: { axes: [1], keepDims: true } },
  { inputs: [drawn(-2, 2, 7, 19)], attributes: { axes: [0], keepDims: false } },
  { inputs: [drawn(-2, 2, 2, 3, 4, 5)], attributes: { axes: [0, 2], keepDims: false } },
  { inputs: [drawn(-2, 2, 2, 3, 17)], attributes: { axes: [0, 2], keepDims: true } },
  { inputs: [drawn(-2, 2, 6, 7)], attributes: { axes: [0, 1], keepDims: false } },
  { inputs: [drawn(-2, 2, 3, 4133)], attributes: { axes: [1], keepDims: false }, kinked: true },
  { inputs: [drawn(-2, 2, 523, 5)], attributes: { axes: [0], keepDims: false }, kinked: true },
  { inputs: [listed(3, 1, 3, -0, 2)], attributes: { axes: [0], keepDims: false }, kinked: true },
  { inputs: [listed(1, nan, 2, infinity)], attributes: { axes: [0], keepDims: false }, kinked: true },
  { inputs: [listed(5, -3, 2147483647, 9)], attributes: { axes: [0], keepDims: false }, dtypes: ["i32"] },
];
