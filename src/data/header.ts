/** What is known of data without training on it: names, types and statistics. What `check` reads. */

/** One value a row: a column of a table. */
export interface ColumnHeader {
  readonly kind: "column";
  readonly name: string;
  /** `number` when every present value reads as one. */
  readonly type: "number" | "text";
  /** Numbers only, all whole. */
  readonly integer: boolean;
  readonly missing: number;
  /** Of numbers; absent where there is no present value. */
  readonly statistics?: NumberStatistics;
  /** Distinct values as text, sorted (numbers by size, text by code point), when there are at most 1,000. */
  readonly categories?: readonly string[];
  /** How often each category occurs, in the same order. */
  readonly counts?: readonly number[];
  /** Blocks of equal values that follow each other; as many as categories where the rows are sorted by it. */
  readonly runs?: number;
  /** Beside `categories`: the same number in columns that are equal in the same rows, whatever they call it. */
  readonly pattern?: number;
  /** Beside `categories`: no value is smaller than the one of the row before. */
  readonly ascending?: boolean;
  /** Words of the longest text, where the section makes indices of them. */
  readonly words?: number;
  /** Rows of the most frequent value, where the section makes sequences of them. */
  readonly longest?: number;
}

/** One array a row: images, label vectors. */
export interface ArrayHeader {
  readonly kind: "array";
  readonly name: string;
  /** Of one row. */
  readonly shape: readonly number[];
  /** Values that are no number. */
  readonly missing?: number;
  readonly dtype: "u8" | "i8" | "i16" | "i32" | "f32" | "f64";
  readonly statistics?: NumberStatistics;
  /** For arrays of one whole number a row: as for columns. */
  readonly categories?: readonly string[];
  readonly counts?: readonly number[];
  /** Blocks of equal values that follow each other; as many as categories where the rows are sorted by it. */
  readonly runs?: number;
  /** Beside `categories`: the same number in columns that are equal in the same rows, whatever they call it. */
  readonly pattern?: number;
  /** Beside `categories`: no value is smaller than the one of the row before. */
  readonly ascending?: boolean;
}

export interface NumberStatistics {
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly deviation: number;
}

/**
 * Rows of several numbers: exactly one 1 and zeros; zeros and ones; parts of 1 that sum to it; anything else. Judged in
 * this order.
 */
export type VectorKind = "onehot" | "multilabel" | "distribution" | "real";

export type FieldHeader = ColumnHeader | ArrayHeader;

export interface DataHeader {
  /** Path as the user wrote it. */
  readonly source: string;
  /** Rows in the whole file; an estimate where `sampled`. */
  readonly rows: number;
  readonly fields: readonly FieldHeader[];
  /** True when only a part of the file was read. */
  readonly sampled: boolean;
  /** Validation and test sources, where the section has them and they are there. */
  readonly parts?: Readonly<Partial<Record<"validation" | "test", PartHeader>>>;
  /** Share of the rows that equal an earlier one; beside `parts`. */
  readonly repeated?: number;
  /** Share of the rows that are copies of earlier ones, not equal by chance; where a split deals rows out one by one. */
  readonly copied?: number;
  /** What the rows of each target of several values are, by the key of `DataSpec.targets`. */
  readonly vectors?: Readonly<Record<string, VectorKind>>;
}

/** A source that is compared with the first. */
export interface PartHeader extends Pick<DataHeader, "source" | "rows" | "fields" | "sampled"> {
  /** Rows that were looked at, and how many of them equal a row of the first source. */
  readonly compared: number;
  readonly shared: number;
}
