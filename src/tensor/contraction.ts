/** The loops of a contraction, found from the labels of its axes, and the contraction itself in plain numbers. */
import type { Arithmetic } from "./arithmetic.ts";
import type { ContractAxes } from "./primitive.ts";
import { newArray, sizeOf, stridesOf, type Tensor } from "./types.ts";

/**
 * Labels by what they do: `batch` is in all three tensors, `m` in the first operand and the result, `n` in the second and
 * the result, `k` in both operands. The first three in the result's order, `k` in the first operand's.
 */
export interface ContractLoops {
  readonly batch: readonly number[];
  readonly m: readonly number[];
  readonly n: readonly number[];
  readonly k: readonly number[];
}

export function contractLoops({ a, b, result }: ContractAxes): ContractLoops {
  return {
    batch: result.filter((label) => a.includes(label) && b.includes(label)),
    m: result.filter((label) => !b.includes(label)),
    n: result.filter((label) => !a.includes(label)),
    k: a.filter((label) => !result.includes(label)),
  };
}

/** The size of every label. */
export function labelSizes(
  { a, b }: ContractAxes,
  [x, y]: readonly [{ readonly shape: readonly number[] }, { readonly shape: readonly number[] }],
): ReadonlyMap<number, number> {
  return new Map([
    ...a.map((label, axis) => [label, x.shape[axis] as number] as const),
    ...b.map((label, axis) => [label, y.shape[axis] as number] as const),
  ]);
}

/** In the given arithmetic: in f64 it is the reference, in the type's own it has the kernels' bits. */
export function contraction(
  axes: ContractAxes,
  operands: readonly [Tensor, Tensor],
  { precision, add, multiply }: Arithmetic<number, boolean>,
): Tensor {
  const [x, y] = operands;
  const [left, right] = [x.values, y.values];
  const sizes = labelSizes(axes, operands);
  const shape = axes.result.map((label) => sizes.get(label) as number);
  const { k } = contractLoops(axes);
  const offsets = (
    labels: readonly number[],
    own: readonly number[],
    { shape: from }: Tensor,
  ): Int32Array => {
    const strides = stridesOf(from);
    const along = labels.map(
      (label) => [sizes.get(label) as number, strides[own.indexOf(label)] ?? 0] as const,
    );
    return offsetsOf(along);
  };
  const [rowX, rowY] = [offsets(axes.result, axes.a, x), offsets(axes.result, axes.b, y)];
  const [stepX, stepY] = [offsets(k, axes.a, x), offsets(k, axes.b, y)];
  const values = newArray(x.dtype, sizeOf(shape));
  for (let index = 0; index < values.length; index++) {
    const [startX, startY] = [rowX[index] as number, rowY[index] as number];
    let sum = 0;
    for (let i = 0; i < stepX.length; i++) {
      const a = left[startX + (stepX[i] as number)] as number;
      const b = right[startY + (stepY[i] as number)] as number;
      // The language's own operators are f64; asked by name they take ten times as long.
      sum = precision === "f64" ? sum + a * b : add(sum, multiply(a, b));
    }
    values[index] = sum;
  }
  return { shape, dtype: x.dtype, values };
}

/** For every index of these axes in row-major order, the sum of index times stride. */
export function offsetsOf(axes: readonly (readonly [size: number, stride: number])[]): Int32Array {
  let offsets = new Int32Array(1);
  for (const [size, stride] of axes) {
    const next = new Int32Array(offsets.length * size);
    let at = 0;
    for (const offset of offsets) for (let i = 0; i < size; i++) next[at++] = offset + i * stride;
    offsets = next;
  }
  return offsets;
}
