/** From raw rows to what is known of them: types, statistics, categories. */
import { countCategories } from "./categories.ts";
import type { NumberColumn, RawArray, RawField, TextColumn } from "./format.ts";
import type { ArrayHeader, ColumnHeader, FieldHeader } from "./header.ts";
import { columnOfArray, momentsOf } from "./statistics.ts";

/** Categories are listed where there are at most `listed`. */
export function summarize(name: string, field: RawField, listed = 1000): FieldHeader {
  if (field.kind === "array") return summarizeArray(name, field, listed);
  return field.kind === "number"
    ? summarizeNumbers(name, field, listed)
    : summarizeTexts(name, field, listed);
}

function summarizeNumbers(name: string, column: NumberColumn, listed: number): ColumnHeader {
  const present = column.values.filter((value) => !Number.isNaN(value));
  return {
    kind: "column",
    name,
    type: "number",
    integer: present.length > 0 && present.every(Number.isInteger),
    missing: column.values.length - present.length,
    ...(present.length > 0 ? { statistics: momentsOf({ values: present }) } : {}),
    ...countCategories(column, listed),
  };
}

function summarizeTexts(name: string, column: TextColumn, listed: number): ColumnHeader {
  const missing = column.values.reduce((sum, value) => sum + (value === undefined ? 1 : 0), 0);
  return { kind: "column", name, type: "text", integer: false, missing, ...countCategories(column, listed) };
}

function summarizeArray(name: string, array: RawArray, listed: number): ArrayHeader {
  const { values, counts } = columnOfArray(array.values);
  const present = values.some(Number.isNaN) ? values.filter((value) => !Number.isNaN(value)) : values;
  const whole = present.every(Number.isInteger);
  return {
    kind: "array",
    name,
    shape: array.shape,
    dtype: elementType(array.values),
    ...(present.length < values.length ? { missing: values.length - present.length } : {}),
    ...(present.length > 0
      ? { statistics: momentsOf({ values: present, ...(counts ? { counts } : {}) }) }
      : {}),
    ...(whole ? countCategories(array, listed) : {}),
  };
}

function elementType(values: RawArray["values"]): ArrayHeader["dtype"] {
  if (values instanceof Uint8Array) return "u8";
  if (values instanceof Int8Array) return "i8";
  if (values instanceof Int16Array) return "i16";
  if (values instanceof Int32Array) return "i32";
  return values instanceof Float32Array ? "f32" : "f64";
}
