/** A short text for each row, equal for equal rows: to find rows that two sources share. */
import type { RawData, RawField } from "./format.ts";

/** Of the fields that are named; rows of arrays count by their values. */
export function rowKeys(data: RawData, names: readonly string[]): readonly string[] {
  const fields = names.flatMap((name) => data.fields[name] ?? []);
  return Array.from({ length: data.rows }, (_, row) =>
    fields.map((field) => keyOf(field, row)).join("\u0001"),
  );
}

function keyOf(field: RawField, row: number): string {
  if (field.kind !== "array") return String(field.values[row]);
  const width = field.shape.reduce((product, axis) => product * axis, 1);
  // Two sums of 32 bits by different factors (FNV-1a and a relative): equal by accident once in 2^64.
  let [first, second] = [0x811c9dc5, 0x9e3779b9];
  for (let i = row * width; i < (row + 1) * width; i++) {
    const value = field.values[i] as number;
    const word = Number.isInteger(value) ? value | 0 : Math.fround(value) * 2 ** 20;
    first = Math.imul(first ^ word, 0x01000193);
    second = Math.imul(second ^ word, 0x85ebca6b);
  }
  return `${first}.${second}`;
}
