/** Rows that follow each other: which row came before which, and windows of them as arrays. */
import type { RowArray } from "./dataset.ts";
import { findField } from "./find-field.ts";
import type { RawData, RawField } from "./format.ts";

/** How an input's rows are strung together. Plain data: saved with the model. */
export interface SequenceSpec {
  readonly by?: string;
  readonly order?: string;
  readonly each: "row" | "group";
  /** Steps of an example. */
  readonly length: number;
}

/** Where a row has none before it. */
const none = -1;

/** For each row the one before it in its group, or -1. */
export function rowsBefore(data: RawData, { by, order }: Pick<SequenceSpec, "by" | "order">): Int32Array {
  const names = Object.keys(data.fields);
  const fieldOf = (name: string | undefined) =>
    name === undefined ? undefined : data.fields[findField(name, names) ?? ""];
  const keys = fieldOf(by)?.values;
  const rank = fieldOf(order)?.values as ArrayLike<number> | undefined;
  const rows = Array.from({ length: data.rows }, (_, row) => row);
  // Sorting keeps the order of the file among equals.
  if (rank) rows.sort((a, b) => (rank[a] as number) - (rank[b] as number));
  const before = new Int32Array(data.rows).fill(none);
  const latest = new Map<unknown, number>();
  for (const row of rows) {
    const key = keys?.[row];
    before[row] = latest.get(key) ?? none;
    latest.set(key, row);
  }
  return before;
}

/** Rows that come before no other: the last of each group. */
export function lastRows(before: Int32Array): Int32Array {
  const isBefore = new Uint8Array(before.length);
  for (const row of before) if (row !== none) isBefore[row] = 1;
  return Int32Array.from([...isBefore.keys()].filter((row) => isBefore[row] === 0));
}

/** Every row that a window of one of `rows` holds, ascending. */
export function rowsInWindows(before: Int32Array, rows: Int32Array, length: number): Int32Array {
  const seen = new Uint8Array(before.length);
  for (const last of rows) {
    for (let row = last, step = 0; row !== none && step < length; row = before[row] as number, step++) {
      seen[row] = 1;
    }
  }
  return Int32Array.from([...seen.keys()].filter((row) => seen[row] === 1));
}

/** Rows of the largest group. */
export function longestSequence(field: RawField | undefined, rows: number): number {
  if (!field) return rows;
  const counts = new Map<unknown, number>();
  let most = 0;
  for (const value of field.values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count > most) most = count;
  }
  return most;
}

/** The windows that end at `rows`, out of `table`, which holds every row; zeros stand before the first row of a group. */
export function windows(table: RowArray, before: Int32Array, rows: Int32Array, length: number): RowArray {
  const [width] = table.shape as readonly [number];
  const { values } = table;
  const out = new (values.constructor as new (length: number) => RowArray["values"])(
    rows.length * length * width,
  );
  for (const [example, last] of rows.entries()) {
    for (let row = last, step = length - 1; row !== none && step >= 0; row = before[row] as number, step--) {
      out.set(values.subarray(row * width, (row + 1) * width), (example * length + step) * width);
    }
  }
  return { rows: rows.length, shape: [length, width], values: out };
}
