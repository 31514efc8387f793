/** Rows with missing values: refused, left out, or kept to be filled, as the data section says. */
import { UserError } from "../base/user-error.ts";
import type { MissingPolicy } from "./data-spec.ts";
import type { RawArray, RawData, RawField } from "./format.ts";
import type { DataPlan, PlannedTerm } from "./planned.ts";
import { placeOf, takeRows } from "./rows.ts";

export interface KeptRows {
  readonly data: RawData;
  /** Told to the user where rows were left out. */
  readonly note?: string;
}

/** `others` are columns that the split asks for. */
export function keepRows(
  data: RawData,
  plan: DataPlan,
  policy: MissingPolicy,
  source: string,
  others: readonly string[],
): KeptRows {
  const numbers = plan.inputs.flatMap(({ terms }) => terms.filter(isNumber));
  const rest = [
    ...plan.inputs.flatMap(({ terms }) => terms.filter((term) => !isNumber(term))),
    ...plan.outputs.flatMap(({ terms }) => terms),
  ];
  const fillable = new Set(numbers.map(({ field }) => field.name));
  const weights = Object.values(plan.weights);
  const needed = new Set([
    ...[...rest.map(({ field }) => field), ...weights].map(({ name }) => name),
    ...others,
  ]);
  if (policy.kind === "drop") return dropRows(data, new Set([...fillable, ...needed]), source);
  const strict = policy.kind === "error" ? new Set([...fillable, ...needed]) : needed;
  for (const name of strict) {
    const field = data.fields[name];
    // Arrays are refused where their rows are read, with the row.
    const rows = field && field.kind !== "array" ? missingRows(field) : [];
    if (field && rows.length > 0) throw refused(name, field, rows, policy, fillable.has(name), source);
  }
  return { data };
}

/** What stands in for a number is made for columns: of an array the whole row is refused or left out. */
function isNumber({ field, categorical, transform }: PlannedTerm): boolean {
  return field.kind === "column" && !categorical && transform?.word.takes !== "text";
}

function dropRows(data: RawData, names: ReadonlySet<string>, source: string): KeptRows {
  const gone = new Uint8Array(data.rows);
  const reasons: string[] = [];
  for (const name of names) {
    const field = data.fields[name];
    const rows = field ? missingRows(field) : [];
    for (const row of rows) gone[row] = 1;
    if (rows.length > 0) reasons.push(`${name} ${rows.length}`);
  }
  if (reasons.length === 0) return { data };
  const kept = Int32Array.from([...gone.keys()].filter((row) => gone[row] === 0));
  const lost = data.rows - kept.length;
  if (kept.length === 0) {
    throw new UserError(`every row of ${source} has a missing value (${reasons.join(", ")})`, {
      place: source,
      help: "leave such columns out, or fill them: missing = mean",
    });
  }
  const note = `${lost} of ${data.rows} rows of ${source} are left out because values are missing (${reasons.join(", ")})`;
  return { data: takeRows(data, kept), note };
}

function missingRows(field: RawField): readonly number[] {
  const rows: number[] = [];
  if (field.kind === "array") return rowsWithNaN(field);
  for (const [row, value] of field.values.entries()) {
    if (value === undefined || Number.isNaN(value)) rows.push(row);
  }
  return rows;
}

function rowsWithNaN({ values, shape }: RawArray): readonly number[] {
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return [];
  const size = shape.reduce((product, length) => product * length, 1);
  const rows = new Set<number>();
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) rows.add(Math.floor(i / size));
  return [...rows];
}

function refused(
  name: string,
  field: RawField,
  rows: readonly number[],
  policy: MissingPolicy,
  fillable: boolean,
  source: string,
): UserError {
  const count = rows.length === 1 ? "a missing value" : `${rows.length} missing values`;
  const why =
    policy.kind === "error"
      ? ""
      : `, which missing = ${policy.kind} cannot fill: it fills numbers of features`;
  return new UserError(`column ${name} of ${source} has ${count}${why}`, {
    place: placeOf(source, field, rows[0] as number),
    help: fillable
      ? "say what to do with such rows in the data section: missing = drop, mean, median or value(0)"
      : "missing = drop leaves such rows out",
  });
}
