/**
 * The hand that writes graphs. Primitives' gradients, layers, losses, metrics and optimizers all get a `Builder` and
 * know nothing else. Pointwise operations broadcast as NumPy does and take plain numbers, which become constants of the
 * other operand's element type. Axes may be negative. The implementation is in `build.ts`.
 */
import type { Node } from "./node.ts";
import type { ContractAxes } from "./primitive.ts";
import type { DType, FloatType } from "./types.ts";

export type Operand = Node | number;

/** Windows over one or more axes of space: a number for each. */
export interface Windows {
  readonly sizes: readonly number[];
  /** From one window to the next. */
  readonly strides: readonly number[];
  /** From one element of a window to the next. */
  readonly dilations: readonly number[];
}

/** Rows of padding at both ends of every axis of space; a negative number cuts. */
export interface Padding {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface Pooling extends Windows, Padding {}

export interface Convolution extends Omit<Windows, "sizes">, Padding {
  readonly groups: number;
}

export interface Builder {
  // Sources.
  input(name: string, shape: readonly number[], dtype: DType): Node;
  state(name: string, shape: readonly number[], dtype: DType): Node;
  constant(value: number | readonly number[], shape: readonly number[], dtype: DType): Node;
  iota(shape: readonly number[], axis: number, dtype: DType): Node;
  /** Uniform in [0, 1); `step` is an i32 scalar. */
  random(
    key: readonly [low: number, high: number],
    step: Node,
    shape: readonly number[],
    dtype: FloatType,
  ): Node;
  /** The same with a key and a number of the first element that are known only when it runs; all are i32 scalars. */
  randomFrom(
    from: { readonly key: readonly [low: Node, high: Node]; readonly step: Node; readonly first: Node },
    shape: readonly number[],
    dtype: FloatType,
  ): Node;

  // Pointwise, one operand.
  neg(x: Operand): Node;
  abs(x: Operand): Node;
  /** -1, 0 or 1. */
  sign(x: Operand): Node;
  floor(x: Operand): Node;
  sqrt(x: Operand): Node;
  exp(x: Operand): Node;
  /** `exp(x) - 1`, exact near 0. */
  expm1(x: Operand): Node;
  log(x: Operand): Node;
  /** `log(1 + x)`, exact near 0. */
  log1p(x: Operand): Node;
  sin(x: Operand): Node;
  cos(x: Operand): Node;
  tanh(x: Operand): Node;
  sigmoid(x: Operand): Node;
  erf(x: Operand): Node;
  /** The logarithm of the gamma function, for x > 0. */
  lgamma(x: Operand): Node;
  /** The derivative of `lgamma`. */
  digamma(x: Operand): Node;

  // Pointwise, two operands.
  add(a: Operand, b: Operand): Node;
  sub(a: Operand, b: Operand): Node;
  mul(a: Operand, b: Operand): Node;
  div(a: Operand, b: Operand): Node;
  pow(a: Operand, b: Operand): Node;
  max(a: Operand, b: Operand): Node;
  min(a: Operand, b: Operand): Node;
  /** Comparisons give 1 and 0 of the operands' type. */
  less(a: Operand, b: Operand): Node;
  lessOrEqual(a: Operand, b: Operand): Node;
  equal(a: Operand, b: Operand): Node;
  /** `condition != 0 ? a : b`. */
  where(condition: Operand, a: Operand, b: Operand): Node;
  cast(x: Node, dtype: DType): Node;
  /** The value, with a gradient of zero. */
  stopGradient(x: Node): Node;

  // Reductions; all axes when `axes` is left out.
  sum(x: Node, axes?: readonly number[], keepDims?: boolean): Node;
  reduceMax(x: Node, axes?: readonly number[], keepDims?: boolean): Node;
  reduceMin(x: Node, axes?: readonly number[], keepDims?: boolean): Node;
  /** Sum times `1 / count`. */
  mean(x: Node, axes?: readonly number[], keepDims?: boolean): Node;
  /** Index of the first largest element along `axis`, as i32; that axis is gone. */
  argmax(x: Node, axis: number): Node;

  /** `[batch…, M, K] · [batch…, K, N]`, batch axes equal. */
  matmul(a: Node, b: Node, options?: { readonly transposeA?: boolean; readonly transposeB?: boolean }): Node;

  /** The sum of products over the axes that `a` and `b` share and `result` has not; axes by label, as in Einstein's notation. */
  contract(a: Node, b: Node, axes: ContractAxes): Node;
  /**
   * Convolution (cross-correlation, as in Keras) of `[batch, space…, channels]` with a kernel
   * `[window…, channels / groups, filters]`, zeros outside. The result is `[batch, place…, filters]`.
   */
  convolve(x: Node, kernel: Node, options: Convolution): Node;
  /** The largest of every window of `[batch, space…, channels]`; padding never wins. The first of equals gets the gradient. */
  maxPool(x: Node, options: Pooling): Node;

  /** Rows of a table: `[rows, row…]` by i32 `[index…]` to `[index…, row…]`. Numbers outside mean the nearest row. */
  gather(table: Node, indices: Node): Node;
  /** `[index…, row…]` added up by i32 `[index…]` into `[rows, row…]`. */
  scatterAdd(updates: Node, indices: Node, rows: number): Node;

  // Views.
  reshape(x: Node, shape: readonly number[]): Node;
  transpose(x: Node, permutation: readonly number[]): Node;
  /** NumPy broadcasting to a shape. */
  broadcast(x: Node, shape: readonly number[]): Node;
  /** Along every axis from `start`, `size` elements, `step` apart (1 when left out; not 0). */
  slice(x: Node, start: readonly number[], size: readonly number[], step?: readonly number[]): Node;
  pad(x: Node, before: readonly number[], after: readonly number[], value?: number): Node;
  concat(parts: readonly Node[], axis: number): Node;
  /** Along `axis`, `size` elements: at index i the one at i + factor * (index along `by`) + offset, 0 where there is none. */
  shear(
    x: Node,
    options: {
      readonly axis: number;
      readonly by: number;
      readonly factor: number;
      readonly offset: number;
      readonly size: number;
    },
  ): Node;
  /** Windows that slide over `[batch, space…, rest…]`: `[batch, place…, window…, rest…]`. */
  windows(x: Node, windows: Windows): Node;
}
