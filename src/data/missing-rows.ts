/** Rows with missing values: refused, left out, or kept to be filled, as the data section says. */
import { UserError } from "../base/user-error.ts";
import type { MissingPolicy } from "./data-spec.ts";
import type { RawData, RawField } from "./format.ts";
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
    const rows = field ? missingRows(field) : [];
    if (field && rows.length > 0) throw refused(name, field, rows, policy, fillable.has(name), source);
  }
  return { data };
}

function isNumber({ categorical, transform }: PlannedTerm): boolean {
  return !categorical && transform?.word.takes !== "text";
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
  if (field.kind === "array") return rows;
  for (const [row, value] of field.values.entries()) {
    if (value === undefined || Number.isNaN(value)) rows.push(row);
  }
  return rows;
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
