/**
 * What a primitive operation is. Each is one object in one file of `primitives/`; passes ask its properties, never its name.
 * A new layer is a composition of primitives; a new primitive needs no new case in any pass.
 */
import type { Kernel1, Kernel2, Kernel3 } from "./arithmetic.ts";
import type { Builder } from "./builder.ts";
import type { Attributes, Node } from "./node.ts";
import type { DType, TensorType } from "./types.ts";

interface PrimitiveBase {
  readonly name: string;
  readonly doc: string;
  /** Type of the result; throws `GraphError` for inputs that do not fit: a fault of the compiler, not of the user. */
  type(inputs: readonly TensorType[], attributes: Attributes): TensorType;
  /**
   * Gradient with respect to each input, given that of the result; undefined where there is none to speak of.
   * Written in primitives, so gradients of gradients work.
   */
  gradient(
    g: Builder,
    dy: Node,
    inputs: readonly Node[],
    y: Node,
    attributes: Attributes,
  ): readonly (Node | undefined)[];
  /**
   * The sum of several nodes of this primitive as one node, where that is less work than adding them up: sums of gradients
   * ask. Undefined where there is none for these.
   */
  total?(g: Builder, nodes: readonly Node[]): Node | undefined;
  /** Cases that the contract tests run: reference, gradient, and every target's kernel. */
  readonly samples: readonly Sample[];
}

/** Inputs as shapes with values, or values drawn by the test within `range`. */
export interface Sample {
  readonly inputs: readonly SampleInput[];
  readonly attributes?: Attributes;
  /** Element types to run in; both float types when left out. */
  readonly dtypes?: readonly DType[];
  /** Points where the function has a kink: compared forward only, no finite differences. */
  readonly kinked?: boolean;
}

export interface SampleInput {
  readonly shape: readonly number[];
  readonly values?: readonly number[];
  readonly range?: readonly [low: number, high: number];
  /** When it differs from the dtype that the sample runs in. */
  readonly dtype?: DType;
}

interface PointwiseBase<Arity extends number, Kernel> extends PrimitiveBase {
  readonly kind: "pointwise";
  readonly arity: Arity;
  /** Element types it is defined for. */
  readonly dtypes: readonly DType[];
  /** The slow truth in f64, by `Math.*`: what kernels are compared with. Never part of a result. */
  readonly reference: (...x: number[]) => number;
  readonly kernel: Kernel;
  /** Bound of the kernel's error in units of the last place of the true result: 0 is exact, 0.5 rounded once. */
  readonly ulps: number;
  /** Operand values that give the other operand back with all its bits, NaN and -0 included. For i32, -0 is 0. */
  readonly neutral?: { readonly left?: number; readonly right?: number };
  /** The result is its only operand, bit for bit: only the gradient differs. */
  readonly identity?: true;
  /** Rough cost in additions, for decisions about recomputing and threads. */
  readonly cost: number;
}

/** One element of the result from the same element of each input; all shapes and dtypes are equal. */
export type PointwisePrimitive =
  | PointwiseBase<1, Kernel1>
  | PointwiseBase<2, Kernel2>
  | PointwiseBase<3, Kernel3>;

/** A change of element type, element by element. Float to i32 truncates and saturates. */
export interface CastPrimitive extends PrimitiveBase {
  readonly kind: "cast";
}

/** Folds whole axes with an associative operation; attributes `{ axes, keepDims }`. */
export interface ReducePrimitive extends PrimitiveBase {
  readonly kind: "reduce";
  readonly dtypes: readonly DType[];
  readonly identity: Readonly<Record<DType, number>>;
  /** Combines two partial results; the order is fixed by `reduction-order.ts`. */
  readonly kernel: Kernel2;
  readonly reference: (a: number, b: number) => number;
}

/**
 * The sum of products of two tensors over the axes that they share and the result does not have: in row-major order of
 * those axes as the first operand has them, one after another, starting with 0.
 */
export interface ContractPrimitive extends PrimitiveBase {
  readonly kind: "contract";
  axes(inputs: readonly TensorType[], attributes: Attributes): ContractAxes;
}

/** The axes of operands and result by label, as in Einstein's notation; each label is in two of the three or in all. */
export interface ContractAxes {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly result: readonly number[];
}

/**
 * Moves elements without computing. The element of the result at an index is that of the first input whose maps all fall
 * inside that input, and `fill` where none does (pad). `maps` gives, for every input, one map per input axis.
 */
export interface ViewPrimitive extends PrimitiveBase {
  readonly kind: "view";
  maps(inputs: readonly TensorType[], attributes: Attributes): readonly (readonly AxisMap[])[];
  /** The value outside every input; views that cover their result leave it out. */
  fill?(attributes: Attributes): number;
}

/**
 * `input index = offset + factor * (result index along axis)`; without an axis just `offset`. With `also`, the result index
 * along a second axis times its own factor is added.
 */
export interface AxisMap {
  readonly axis?: number;
  readonly factor: number;
  readonly offset: number;
  readonly also?: { readonly axis: number; readonly factor: number };
}

/** The same elements in the same row-major order under another shape; attributes `{ shape }`. */
export interface ReshapePrimitive extends PrimitiveBase {
  readonly kind: "reshape";
}

/**
 * Values that come from outside the graph: attributes `{ name }` for `input` (fed before each run) and `state` (kept
 * between runs), `{ values }` for `constant`. All carry `{ shape, dtype }`.
 */
export interface SourcePrimitive extends PrimitiveBase {
  readonly kind: "source";
  readonly role: "input" | "state" | "constant";
}

/** The index along one axis as a value; attributes `{ axis, shape, dtype }`. */
export interface IotaPrimitive extends PrimitiveBase {
  readonly kind: "iota";
}

/**
 * Uniform numbers in [0, 1) from a counter: element index and the i32 scalar input (the step) under a 64-bit key;
 * attributes `{ key: [low, high], shape, dtype }`. With four inputs, step, first, low and high, the key is theirs and the
 * elements are numbered from `first` on. The definition is in `random.ts`.
 */
export interface RandomPrimitive extends PrimitiveBase {
  readonly kind: "random";
}

/**
 * Rows of a table by number: inputs `[rows, row…]` and i32 `[index…]`, result `[index…, row…]`. A number outside the table
 * means the nearest row in it.
 */
export interface GatherPrimitive extends PrimitiveBase {
  readonly kind: "gather";
}

/**
 * The transpose of gather: inputs `[index…, row…]` and i32 `[index…]`, attributes `{ rows }`, result `[rows, row…]`. Every
 * row starts with 0 and takes what has its number, in row-major order of the indices.
 */
export interface ScatterPrimitive extends PrimitiveBase {
  readonly kind: "scatter";
}

/** What it computes is written in other primitives, which take its place before anything runs; its gradient is its own. */
export interface CompositePrimitive extends PrimitiveBase {
  readonly kind: "composite";
  expand(g: Builder, inputs: readonly Node[], attributes: Attributes): Node;
}

export type Primitive =
  | PointwisePrimitive
  | CastPrimitive
  | ReducePrimitive
  | ContractPrimitive
  | ViewPrimitive
  | ReshapePrimitive
  | SourcePrimitive
  | IotaPrimitive
  | RandomPrimitive
  | GatherPrimitive
  | ScatterPrimitive
  | CompositePrimitive;

/** A graph that breaks its own rules. Always a fault of the compiler. */
export class GraphError extends Error {}
