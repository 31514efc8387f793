/** What a data transform is: fitted on the training rows, kept with the model, applied to raw values, and inverted. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { Json, Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";

interface TransformBehaviour<P> {
  /** What it takes. */
  readonly takes: "number" | "category";
  /** How many values one raw value becomes: 1, or the number of categories. */
  width(params: P, categories: number): number;
  /** What must be remembered, as JSON (numbers exact): computed with + - * / and sqrt only. */
  fit(params: P, values: ColumnValues): Json;
  /** Writes `width` numbers at `offset`. `index` is the category's index for `takes: "category"`. */
  apply(fitted: Json, value: number, out: Float64Array, offset: number): void;
  /** Nearly the same as `value * scale + offset`, where it is of that form: what rules ask who judge ranges. */
  affine?(fitted: Json): { readonly scale: number; readonly offset: number };
  /** From a transformed number back to a raw one, where that is possible (targets). */
  invert?(fitted: Json, value: number): number;
  /**
   * `apply` as part of a compiled program, with the same bits: f64 values of any shape (indices, for categories) to f64
   * values; where one becomes several, along the last axis. Left out, a host must apply it.
   */
  lower?(g: Builder, fitted: Json, x: Node): Node;
  /** `invert` in the same way. */
  lowerInverse?(g: Builder, fitted: Json, y: Node): Node;
  readonly examples: readonly { readonly source: string }[];
}

/** The training rows of one column: numbers, or indices into the categories. */
export interface ColumnValues {
  readonly values: Float64Array;
  /** How often each value occurs; once where this is absent. */
  readonly counts?: Float64Array;
  readonly categories?: readonly string[];
}

export interface TransformDefinition extends Word, TransformBehaviour<Params> {
  readonly kind: "transform";
}

export function defineTransform<T extends ParamTable>(
  definition: Wording<T> & TransformBehaviour<ParamsOf<T>>,
): TransformDefinition {
  return { ...definition, kind: "transform" } as unknown as TransformDefinition;
}
