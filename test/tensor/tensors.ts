/** Tensors for tests: drawn by seed, compared in units of the last place. */
import type { SampleInput } from "../../src/tensor/primitive.ts";
import { keyOf, uniforms } from "../../src/tensor/random.ts";
import { type DType, newArray, sizeOf, type Tensor } from "../../src/tensor/types.ts";

export function tensor(shape: readonly number[], values: readonly number[], dtype: DType = "f64"): Tensor {
  const array = newArray(dtype, sizeOf(shape));
  array.set(values);
  return { shape, dtype, values: array };
}

/** A sample's input: its values, or values drawn within its range, in its own dtype or the given one. */
export function sampleTensor(input: SampleInput, dtype: DType, seed: string): Tensor {
  const type = input.dtype ?? dtype;
  const [low, high] = input.range ?? [0, 1];
  const values =
    input.values ??
    [...uniforms(keyOf(1, seed), 0, sizeOf(input.shape), "f64")].map((u) => low + (high - low) * u);
  return tensor(input.shape, values, type);
}

/** The distance between neighbours of the precision at `x`. */
export function unitInLastPlace(x: number, dtype: DType): number {
  if (dtype === "i32") return 1;
  const [bits, lowest] = dtype === "f32" ? [23, -126] : [52, -1022];
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), lowest);
  // log2 may round up to the next power.
  return 2 ** ((2 ** exponent > Math.abs(x) ? Math.max(exponent - 1, lowest) : exponent) - bits);
}

/** How far `actual` is from `exact`, in units of the last place; 0 for equal infinities and NaNs. */
export function ulpsBetween(actual: number, exact: number, dtype: DType): number {
  const rounded = dtype === "f32" ? Math.fround(exact) : exact;
  if (Object.is(actual, rounded)) return 0;
  if (Number.isNaN(actual) || Number.isNaN(exact)) return Number.POSITIVE_INFINITY;
  if (rounded === 0 && actual === 0) return Number.POSITIVE_INFINITY;
  if (!Number.isFinite(actual) || !Number.isFinite(rounded)) {
    const largest = dtype === "f32" ? 3.4028234663852886e38 : Number.MAX_VALUE;
    const near = Number.isFinite(actual) ? actual : rounded;
    return Math.sign(actual) === Math.sign(rounded) && Math.abs(near) > largest * (1 - 1e-6)
      ? 1
      : Number.POSITIVE_INFINITY;
  }
  return Math.abs(actual - exact) / unitInLastPlace(exact, dtype);
}
