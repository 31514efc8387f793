/** What a data transform is: fitted on the training rows, kept with the model, applied to raw values, and inverted. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { Json, Params, ParamsOf, ParamTable } from "../words/param.ts";
import type { Word, Wording } from "../words/word.ts";

/** One raw value becomes numbers: `zscore(age)`, `onehot(colour)`. */
interface ScalarBehaviour<P> {
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
   * values, `width` along the last axis for each one. Left out, whoever calls the program has to apply it.
   */
  lower?(g: Builder, fitted: FittedNumbers, x: Node, width: number): Node;
  /** `invert` in the same way. */
  lowerInverse?(g: Builder, fitted: FittedNumbers, y: Node): Node;
}

/** A text becomes a row of indices: `tokens(body)`. */
interface TextBehaviour<P> {
  readonly takes: "text";
  /** How many indices there are. */
  classes(params: P): number;
  /** How many a text becomes, where the file says so. */
  length(params: P): number | undefined;
  /** Where a column is also used one place later, its plain texts end with a mark and the later ones begin with it. */
  shifts(params: P): boolean;
  fit(params: P, texts: Iterable<string>, size: TextSize): Json;
  /** Writes the indices of a text, as many as were asked for, at `offset`. */
  encoder(fitted: Json): (text: string, out: TextIndices, offset: number) => void;
  /** From indices back to a text. */
  decode(fitted: Json, indices: readonly number[]): string;
}

/** Rows become one example together: `sequence([hr, bp], by = patient)`. What it does is in `sequences.ts`. */
interface RowsBehaviour {
  readonly takes: "rows";
}

interface Examples {
  readonly examples: readonly { readonly source: string }[];
}

export type TextIndices = Int32Array | Float32Array | Float64Array;

export interface TextSize {
  /** Indices of a text. */
  readonly length: number;
  /** Whether texts of this column end or begin with the mark. */
  readonly marked: boolean;
}

/** The numbers in what was fitted, as f64 constants of several columns at once: each broadcasts to the values. */
export type FittedNumbers = Readonly<Record<string, Node>>;

/** The training rows of one column: numbers, or indices into the categories. */
export interface ColumnValues {
  readonly values: Float64Array;
  /** How often each value occurs; once where this is absent. */
  readonly counts?: Float64Array;
  readonly categories?: readonly string[];
}

interface TransformWord extends Word, Examples {
  readonly kind: "transform";
}

export interface ScalarTransform extends TransformWord, ScalarBehaviour<Params> {}
export interface TextTransform extends TransformWord, TextBehaviour<Params> {}
export interface RowsTransform extends TransformWord, RowsBehaviour {}

export type TransformDefinition = ScalarTransform | TextTransform | RowsTransform;

export function defineTransform<T extends ParamTable>(
  definition: Wording<T> & Examples & ScalarBehaviour<ParamsOf<T>>,
): ScalarTransform {
  return { ...definition, kind: "transform" } as unknown as ScalarTransform;
}

export function defineTextTransform<T extends ParamTable>(
  definition: Wording<T> & Examples & TextBehaviour<ParamsOf<T>>,
): TextTransform {
  return { ...definition, kind: "transform" } as unknown as TextTransform;
}

export function defineRowsTransform<T extends ParamTable>(
  definition: Wording<T> & Examples & RowsBehaviour,
): RowsTransform {
  return { ...definition, kind: "transform" } as unknown as RowsTransform;
}
