/**
 * The loop language: what kernels become before a target prints them as WebAssembly or as C. A function is a tree of
 * immutable statements; a value is one operation on earlier values, computed where its `let` stands and never changed.
 * Vectors have any number of lanes that the target can hold; nothing here knows the target.
 *
 * Floating-point operations round once, to nearest; `minimum` is `b < a ? b : a` and `maximum` is `a < b ? b : a`;
 * i32 arithmetic wraps; f32 and f64 to i32 truncates, saturates, and sends NaN to 0. Shifts are by less than the width.
 */

/** `m32` and `m64` are the results of comparing 32- and 64-bit elements. A pointer has one lane. */
export type Kind = "i32" | "i64" | "f32" | "f64" | "m32" | "m64" | "pointer";

export interface LoopType {
  readonly kind: Kind;
  readonly lanes: number;
}

export type UnaryOperation = "negate" | "abs" | "sqrt" | "floor" | "not";
export type BinaryOperation =
  | "add"
  | "subtract"
  | "multiply"
  | "divide"
  | "minimum"
  | "maximum"
  | "and"
  | "or"
  | "xor";
export type Comparison = "less" | "lessOrEqual" | "equal";

export type Operation =
  | UnaryOperation
  | BinaryOperation
  | Comparison
  /** `numbers`: one per lane. */
  | "constant"
  | "parameter"
  /** The index of a `for`. */
  | "counter"
  /** A place that `assign` changes; only `read` has it as input. */
  | "variable"
  | "read"
  /** `numbers`: scale, offset. Pointer + index * scale + offset, in bytes; the index may be missing. */
  | "advance"
  /** `numbers`: byte offset (not negative), bytes from one lane to the next. */
  | "load"
  /** Condition, value when true, value when false; lane by lane. */
  | "select"
  /** `numbers`: how many bits; the right shift brings in zeros. */
  | "shiftLeft"
  | "shiftRight"
  /** The same bits as another kind of equal width. */
  | "bitcast"
  | "convert"
  | "splat"
  /** `numbers`: which lane. */
  | "extract"
  /** `numbers`: for each lane of the result, a lane of the first input, or of the second when `lanes` or above. */
  | "shuffle";

export interface Value {
  readonly id: number;
  readonly operation: Operation;
  readonly type: LoopType;
  readonly inputs: readonly Value[];
  readonly numbers: readonly number[];
}

export type Statement =
  | { readonly kind: "let"; readonly value: Value }
  | { readonly kind: "assign"; readonly variable: Value; readonly value: Value }
  | {
      readonly kind: "store";
      readonly pointer: Value;
      /** In bytes, not negative. */
      readonly offset: number;
      /** Bytes from one lane to the next. */
      readonly stride: number;
      readonly value: Value;
    }
  /** `for (counter = from; counter < to; counter += step)`; `step` is positive, all are i32. */
  | {
      readonly kind: "for";
      readonly counter: Value;
      readonly from: Value;
      readonly to: Value;
      readonly step: number;
      /** Steps that a compiler should write out one after another, where it would not by itself. */
      readonly unroll?: number;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: "if";
      readonly condition: Value;
      readonly whenTrue: readonly Statement[];
      readonly whenFalse: readonly Statement[];
    }
  /**
   * What was loaded is in registers and stays there; what is loaded next is loaded anew. Said to compilers that would read memory
   * again at each use, or keep what a later step could use again until registers are short.
   */
  | { readonly kind: "fence" }
  /** Memory at the pointer will be read soon; `offset` in bytes. It may be memory of nobody. */
  | { readonly kind: "prefetch"; readonly pointer: Value; readonly offset: number };

/**
 * Memory that a function needs besides its buffers, 64-byte aligned. What is in it before and after does not matter. A
 * call has its `workspace` to itself; `shared` is that of all calls for one launch, and of the function `before` them.
 */
export type Memory = "workspace" | "shared";

export const memories: readonly Memory[] = ["workspace", "shared"];

/** A kernel as code. It computes the work units `begin` to `end` of `units`; different units write different elements. */
export interface LoopFunction {
  readonly name: string;
  /** One pointer per buffer, then one for every memory in `memory`, then `begin` and `end`. */
  readonly parameters: readonly Value[];
  readonly units: number;
  /** In bytes; in the order of `memories`. */
  readonly memory: Partial<Readonly<Record<Memory, number>>>;
  readonly body: readonly Statement[];
  /** All of its units have to be done before the first of these. It takes the same buffers. */
  readonly before?: LoopFunction;
}

const bytesOfKind: Readonly<Record<Kind, number>> = {
  i32: 4,
  i64: 8,
  f32: 4,
  f64: 8,
  m32: 4,
  m64: 8,
  pointer: 4,
};

/** Bytes of one lane in memory. */
export function laneBytes(type: LoopType): number {
  return bytesOfKind[type.kind];
}

/** The kind of mask that comparing this kind gives. */
export function maskKind(kind: Kind): "m32" | "m64" {
  return bytesOfKind[kind] === 8 ? "m64" : "m32";
}

export const i32: LoopType = { kind: "i32", lanes: 1 };
export const pointer: LoopType = { kind: "pointer", lanes: 1 };
