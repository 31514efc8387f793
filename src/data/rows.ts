/** Chosen rows of raw data, in the order given. */
import type { NumberArray, RawData, RawField } from "./format.ts";

export function takeRows(data: RawData, rows: Int32Array): RawData {
  const fields: Record<string, RawField> = {};
  for (const [name, field] of Object.entries(data.fields)) fields[name] = takeField(field, rows);
  return { rows: rows.length, fields };
}

function takeField(field: RawField, rows: Int32Array): RawField {
  if (field.kind === "array") {
    const width = field.shape.reduce((product, axis) => product * axis, 1);
    const values = emptyLike(field.values, rows.length * width);
    for (let i = 0; i < rows.length; i++) {
      const from = (rows[i] as number) * width;
      values.set(field.values.subarray(from, from + width), i * width);
    }
    return { ...field, values, ...linesOf(field, rows) };
  }
  const lines = linesOf(field, rows);
  return field.kind === "number"
    ? { kind: "number", values: Float64Array.from(rows, (row) => field.values[row] as number), ...lines }
    : { kind: "text", values: Array.from(rows, (row) => field.values[row]), ...lines };
}

function linesOf({ lines }: RawField, rows: Int32Array): { readonly lines?: Int32Array } {
  return lines ? { lines: Int32Array.from(rows, (row) => lines[row] as number) } : {};
}

function emptyLike(values: NumberArray, length: number): NumberArray {
  return new (values.constructor as new (length: number) => NumberArray)(length);
}

/** `iris.csv:12` where the line is known, else the row's number. */
export function placeOf(source: string, field: RawField, row: number): string {
  const line = field.lines?.[row];
  return line === undefined ? `row ${row + 1} of ${source}` : `${source}:${line}`;
}
