/** Rows ready for training: one array per input and target, split, with the preprocessing that made them. */
import type { Json } from "../words/param.ts";
import type { SequenceSpec } from "./sequences.ts";

/** Rows of one input or target, row-major. */
export interface RowArray {
  readonly rows: number;
  /** Of one row. */
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | Int32Array | Uint8Array;
  /** What each byte means: bytes that a transform changes stay bytes until a batch is filled. */
  readonly table?: Float64Array;
}

export interface DataPart {
  readonly rows: number;
  /** By name of input. */
  readonly features: Readonly<Record<string, RowArray>>;
  /** By name of output. */
  readonly targets: Readonly<Record<string, RowArray>>;
  /** How much each row counts in the loss, by name of output; absent where the file says nothing of it, or the source has no such column. */
  readonly weights?: Readonly<Record<string, RowArray>>;
}

/** The parts; validation and test are absent where the file asks for none. */
export interface Dataset {
  readonly train: DataPart;
  readonly validation?: DataPart;
  readonly test?: DataPart;
  readonly preprocessing: Preprocessing;
  /** What a user should know about what was done to the rows: "12 of 768 rows were left out: …". */
  readonly notes?: readonly string[];
}

/** Everything needed to turn a raw row into inputs and an output into the user's terms. JSON, saved with the model. */
export interface Preprocessing {
  readonly features: Readonly<Record<string, FittedInput>>;
  readonly targets: Readonly<Record<string, FittedTarget>>;
}

export interface FittedInput {
  /** Of one row, as the network gets it. */
  readonly shape: readonly number[];
  readonly dtype: "float" | "i32";
  readonly terms: readonly FittedTerm[];
  /** Rows that follow each other enter together; the terms make a step. */
  readonly sequence?: SequenceSpec;
}

export interface FittedTerm {
  readonly field: string;
  /** Category order for text columns and for transforms that take categories. */
  readonly categories?: readonly string[];
  /** Another value is taken too: it becomes -1. */
  readonly open?: boolean;
  readonly transform?: { readonly name: string; readonly fitted: Json };
  /** How many numbers it becomes; 1 where this is absent. Arrays are as wide as they are. */
  readonly width?: number;
  /** What stands in for a missing value; absent when rows with one are refused or dropped. */
  readonly missing?: number;
}

export interface FittedTarget {
  readonly terms: readonly FittedTerm[];
  readonly shape: readonly number[];
  /** Class names in order of index, for targets that are classes. */
  readonly classes?: readonly string[];
  /** `index` is an i32 class index, `number` a float. */
  readonly coding: "index" | "number";
}
