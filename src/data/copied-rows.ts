/** Rows that are copies of others, told apart from rows that are equal because they hold few different values. */
import type { DataSpec, FieldTerm } from "./data-spec.ts";
import { findField } from "./find-field.ts";
import type { RawData, RawField } from "./format.ts";
import { rowKeys } from "./row-keys.ts";

/** Share of repeated rows below which nothing is asked further. */
const leastRepeated = 0.01;
/** Different rows that the features could make, for each row that is there: with fewer, chance makes equal ones. */
const roomARow = 100;
/** Share of the different rows that one field alone tells from all others. */
const telling = 0.95;
/** Letters from which on equal texts are no chance. */
const longText = 20;

/**
 * Share of the rows that equal an earlier one in all that enters the network and is asked of it. 0 where chance may have made
 * them equal: where the features could make few different rows; or where no field alone tells the different rows apart, and
 * many of them differ in a single one. Rows that are equal by chance have more neighbours at one step than at none.
 */
export function copiedShare(spec: DataSpec, data: RawData): number {
  const names = Object.keys(data.fields);
  const targets = Object.values(spec.targets).flatMap(({ terms }) => found(terms, names));
  const features = featureFields(
    spec,
    names.filter((name) => !targets.includes(name)),
  );
  const used = [...new Set([...features, ...targets])];
  const { all, alone, without } = rowKeys(data, used);
  const different = distinct(all);
  const repeated = data.rows - different;
  if (repeated < leastRepeated * data.rows) return 0;
  const room = features.reduce((product, name) => product * roomOf(data.fields[name] as RawField), 1);
  if (room < roomARow * data.rows) return 0;
  const each = [...used.keys()];
  const told = each.some((field) => distinct(alone(field)) >= telling * different);
  const neighbours = (): number => each.reduce((sum, field) => sum + different - distinct(without(field)), 0);
  return told || neighbours() < repeated / 2 ? repeated / data.rows : 0;
}

/** `others` are the fields that no target takes. */
function featureFields({ features }: DataSpec, others: readonly string[]): readonly string[] {
  const ends = Object.values(features);
  return ends.length === 0
    ? others
    : ends.flatMap(({ terms }) => (terms === "all" ? others : found(terms, others)));
}

function found(terms: readonly FieldTerm[], names: readonly string[]): readonly string[] {
  return terms.flatMap(({ field }) => findField(field, names) ?? []);
}

/** How many different values a field could hold, by the steps between those that it holds. */
function roomOf(field: RawField): number {
  if (field.kind === "array") return Number.POSITIVE_INFINITY;
  if (field.kind === "text") {
    const values = new Set(field.values);
    const letters = [...values].reduce((sum, text) => sum + (text?.length ?? 0), 0);
    return letters > longText * values.size ? Number.POSITIVE_INFINITY : values.size;
  }
  const values = Float64Array.from(new Set(field.values.filter((value) => !Number.isNaN(value)))).sort();
  if (values.length < 2) return 1;
  const step = values.reduce(
    (least, value, i) => (i === 0 ? least : Math.min(least, value - (values[i - 1] as number))),
    Number.POSITIVE_INFINITY,
  );
  return ((values[values.length - 1] as number) - (values[0] as number)) / step + 1;
}

function distinct(keys: Float64Array): number {
  return new Set(keys).size;
}
