/**
 * What one kernel computes, before it is loops: the result of fusion and the input of code generation (stage `kernels`).
 * A kernel reads and writes numbered buffer parameters, so kernels of equal description share one piece of code.
 * Everything is concrete: sizes, strides and offsets are numbers, in elements.
 */
import type { PointwisePrimitive, ReducePrimitive } from "../tensor/primitive.ts";
import type { ReductionOrder } from "../tensor/reduction-order.ts";
import type { DType } from "../tensor/types.ts";

/** An affine function of the loop indices: `offset + Σ strides[axis] * index[axis]`. */
export interface Affine {
  readonly offset: number;
  /** One per loop axis of the kernel. */
  readonly strides: readonly number[];
}

/** A read or write of one element of a buffer parameter. */
export interface Access {
  /** Index into the kernel's `buffers`. */
  readonly buffer: number;
  readonly at: Affine;
}

/** `low <= affine < high`, over the loop indices. */
export interface Guard {
  readonly value: Affine;
  readonly low: number;
  readonly high: number;
}

/** One element's value, as a tree over the loop indices. Shared subtrees are the same object and are computed once. */
export type Expr =
  | { readonly kind: "load"; readonly dtype: DType; readonly access: Access }
  | { readonly kind: "constant"; readonly dtype: DType; readonly value: number }
  /** The value of an affine function of the loop indices. */
  | { readonly kind: "index"; readonly dtype: DType; readonly value: Affine }
  /** Uniform in [0, 1) by `tensor/random.ts`: element number (`first + element`), step and key, all i32. */
  | {
      readonly kind: "random";
      readonly dtype: DType;
      readonly first: Expr;
      readonly element: Affine;
      readonly step: Expr;
      readonly key: readonly [low: Expr, high: Expr];
    }
  | {
      readonly kind: "pointwise";
      readonly dtype: DType;
      readonly primitive: PointwisePrimitive;
      readonly inputs: readonly Expr[];
    }
  | { readonly kind: "cast"; readonly dtype: DType; readonly input: Expr }
  /** An element of row `clamp(index, 0, rows - 1)` of a table whose rows are `stride` apart: that at `access` in row 0. */
  | {
      readonly kind: "gather";
      readonly dtype: DType;
      readonly access: Access;
      readonly index: Expr;
      readonly rows: number;
      readonly stride: number;
    }
  /** The first choice whose guards all hold, else `otherwise`. Loads of choices not taken must not happen. */
  | {
      readonly kind: "pick";
      readonly dtype: DType;
      readonly choices: readonly { readonly guards: readonly Guard[]; readonly value: Expr }[];
      readonly otherwise: number;
    }
  /** In an epilogue: the finished sum (or maximum …) of the kernel at these indices. */
  | { readonly kind: "accumulator"; readonly dtype: DType };

export interface Store {
  readonly access: Access;
  readonly value: Expr;
}

/** All stores of an element are computed before the first is written: a load of a written buffer gives the old value. */
interface KernelBase {
  /** For people: `dense_1 matmul + bias + relu`. Not part of the kernel's identity. */
  readonly name: string;
  /** Element type of each buffer parameter, in order. A buffer may be read and written only at the same element. */
  readonly buffers: readonly { readonly dtype: DType; readonly written: boolean }[];
}

/** Every element of a box of indices on its own. `shape` is never empty: one element is `[1]`. */
export interface MapKernel extends KernelBase {
  readonly kind: "map";
  /** Loop sizes, outermost first; the last axis is the one that lanes run along. */
  readonly shape: readonly number[];
  readonly stores: readonly Store[];
}

/**
 * Folds `value` over the reduced axes for every index of the kept ones. The loop indices are the kept axes followed by the
 * reduced ones; epilogue stores see the kept axes only (strides of reduced axes are 0). Elements fold over the reduced axes
 * in row-major order, in the way of `tensor/reduction-order.ts` under `order`, which the graph fixed: it does not follow
 * from the loops here, whose axes may have been merged. `reduced` is never empty; `kept` is, for one result.
 */
export interface ReduceKernel extends KernelBase {
  readonly kind: "reduce";
  readonly kept: readonly number[];
  readonly reduced: readonly number[];
  readonly primitive: ReducePrimitive;
  readonly order: ReductionOrder;
  readonly value: Expr;
  readonly stores: readonly Store[];
}

/**
 * `sum over k…, in row-major order, of a[batch…, m, k…] * b[batch…, k…, n]`. Loop indices of `a` and `b` are batch…, m, n,
 * k… (so `a` has stride 0 along n); epilogue stores see batch…, m, n with stride 0 along k. Axes of m that do not run on
 * evenly are batch axes along which `b` has stride 0. `k` is never empty.
 */
export interface ContractKernel extends KernelBase {
  readonly kind: "contract";
  readonly dtype: "f32" | "f64";
  readonly batch: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly k: readonly number[];
  readonly a: Access;
  readonly b: Access;
  readonly stores: readonly Store[];
}

/**
 * Fills `rows` rows of the shape `row`, `stride` apart, with 0; then adds `value`, which is over the loops positions… and
 * row…, to row `clamp(index, 0, rows - 1)`, position by position in row-major order. `index` has stride 0 along row….
 */
export interface ScatterKernel extends KernelBase {
  readonly kind: "scatter";
  readonly positions: readonly number[];
  readonly row: readonly number[];
  readonly rows: number;
  readonly stride: number;
  /** In row 0: strides 0 along the positions. */
  readonly target: Access;
  readonly index: Expr;
  readonly value: Expr;
  /** None: the sums are finished only when all positions are. */
  readonly stores: readonly [];
}

export type Kernel = MapKernel | ReduceKernel | ContractKernel | ScatterKernel;

/** One call of a kernel with its buffers; a program is a list of launches, run in order. */
export interface Launch {
  readonly kernel: Kernel;
  /** For each buffer parameter, which planned buffer and the element offset at which it begins. */
  readonly args: readonly { readonly buffer: number; readonly offset: number }[];
  readonly slice?: Slice;
}

/**
 * Where neighbouring launches run for a few rows at a time, one slice after another: which slice it is, counted from 0. Slices
 * of different groups share nothing that they write: they may run at the same time.
 */
export interface Slice {
  readonly number: number;
  readonly of: number;
  readonly group: number;
  readonly groups: number;
}

/** The launches in order, those of all slices of the same kernels together. */
export function sliceRuns(launches: readonly Launch[]): readonly (readonly [Launch, ...Launch[]])[] {
  const runs: [Launch, ...Launch[]][] = [];
  for (const launch of launches) {
    const run = runs.at(-1);
    const before = run?.at(-1)?.slice;
    if (run && before && launch.slice && launch.slice.number >= before.number) run.push(launch);
    else runs.push([launch]);
  }
  return runs;
}
