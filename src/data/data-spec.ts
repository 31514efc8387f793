/** The `data` section with its words looked up: where rows come from and what is made of them. Plain data, part of the IR. */
import type { Span } from "../base/source.ts";
import type { Instance } from "../words/word.ts";
import type { FormatDefinition } from "./format.ts";
import type { RowsTransform, ScalarTransform, TextTransform } from "./transform.ts";

export interface SourceSpec {
  readonly format: Instance<FormatDefinition>;
  /** As written, relative to the model file. */
  readonly path: string;
  readonly span: Span;
}

/** One field of the source and what is done to it: `age`, `zscore(age)`, `onehot(colour)`. */
export interface FieldTerm {
  /** A column of a table, or an array of an array file. */
  readonly field: string;
  readonly transform?: Instance<ScalarTransform | TextTransform>;
  readonly span: Span;
}

/** What enters one input: the terms' values side by side; `all` means every column that is not a target. */
export interface FeatureSpec {
  readonly terms: readonly FieldTerm[] | "all";
  /** A single field, not in a list: its value is the whole row, not a vector of one. */
  readonly bare?: boolean;
  /** Rows that follow each other enter together; the terms are the columns of a step. */
  readonly sequence?: Instance<RowsTransform>;
  readonly span?: Span;
}

/** What is asked of one output. More than one term makes a vector. */
export interface TargetSpec {
  readonly terms: readonly FieldTerm[];
  readonly span: Span;
}

/** A column that says how much each row counts in the loss of an output. */
export interface WeightSpec {
  readonly field: string;
  readonly span: Span;
}

export type MissingPolicy =
  | { readonly kind: "error" | "drop" | "mean" | "median" }
  | { readonly kind: "value"; readonly value: number };

export interface SplitSpec {
  /** Fractions of the rows; together at most 1 (rounding apart). */
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  /** Rows with the same value of this column stay together. */
  readonly by?: string;
  /** Every part gets the same share of each value of this column. */
  readonly stratify?: string;
  /** Shuffled by the seed before cutting; else cut in order: train, validation, test. */
  readonly shuffle: boolean;
  readonly span: Span;
}

export interface DataSpec {
  readonly source: SourceSpec;
  readonly validation?: SourceSpec;
  readonly test?: SourceSpec;
  /** Declared number of rows, for checking where the data is absent. */
  readonly rows?: number;
  /** By name of input; the key is "" where the model has one input and the section does not name it. */
  readonly features: Readonly<Record<string, FeatureSpec>>;
  /** By name of output; the key is "" likewise. */
  readonly targets: Readonly<Record<string, TargetSpec>>;
  /** What `sample_weight` of the train section names, by name of output; the key is "" likewise. */
  readonly weights?: Readonly<Record<string, WeightSpec>>;
  /** Applied to every numeric feature that has no transform of its own. */
  readonly normalize?: Instance<ScalarTransform>;
  readonly missing: MissingPolicy;
  readonly split?: SplitSpec;
  readonly span: Span;
}
