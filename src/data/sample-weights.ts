/** The columns that `sample_weight` names, as a weight of each row. */
import { UserError } from "../base/user-error.ts";
import type { RowArray } from "./dataset.ts";
import { findField } from "./find-field.ts";
import type { RawData, RawField } from "./format.ts";
import type { DataPlan } from "./planned.ts";
import { placeOf } from "./rows.ts";

/** By name of output; undefined where none is weighed. A source of its own for validation may go without the column. */
export function sampleWeights(
  { weights }: Pick<DataPlan, "weights">,
  data: RawData,
  source: string,
): Readonly<Record<string, RowArray>> | undefined {
  const names = Object.keys(data.fields);
  const found = Object.entries(weights).flatMap(([output, { name }]) => {
    const field = data.fields[findField(name, names) ?? ""];
    if (!field) return [];
    const values = Float64Array.from({ length: data.rows }, (_, row) => weightAt(field, name, row, source));
    return [[output, { rows: data.rows, shape: [], values }] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function weightAt(field: RawField, name: string, row: number, source: string): number {
  const value = field.values[row];
  if (typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY) return value;
  const missing = value === undefined || Number.isNaN(value);
  throw new UserError(
    missing
      ? `column ${name}, which weighs the rows, has no value here`
      : `column ${name} weighs this row ${typeof value === "string" ? JSON.stringify(value) : value}`,
    {
      place: placeOf(source, field, row),
      help: "a weight is a number of 0 or more: 1 is a row like any other, and 0 leaves the row out of the loss",
    },
  );
}
