/** Turns raw rows into what the network takes, by preprocessing that was fitted before; and back. */
import { UserError } from "../base/user-error.ts";
import type { Vocabulary } from "../words/word.ts";
import { indexCategories } from "./categories.ts";
import type { FittedInput, FittedTarget, FittedTerm, Preprocessing, RowArray } from "./dataset.ts";
import { fieldHelp, findField } from "./find-field.ts";
import type { RawArray, RawData, RawField } from "./format.ts";
import { placeOf, takeRows } from "./rows.ts";
import { lastRows, rowsBefore, type SequenceSpec, windows } from "./sequences.ts";
import type { TextTransform, TransformDefinition } from "./transform.ts";

/** Of sequences, which hold a row of data many times. */
const mostNumbers = 2 ** 30;

export interface ApplyContext {
  /** The file's name in messages. */
  readonly source: string;
  readonly float: "f32" | "f64";
  /** Finds a transform by the name that the preprocessing holds. */
  readonly transform: (name: string) => TransformDefinition | undefined;
}

/** For `ApplyContext.transform`. */
export function transformsOf(vocabulary: Vocabulary): (name: string) => TransformDefinition | undefined {
  return (name) => vocabulary.find("transform", name) as TransformDefinition | undefined;
}

/** Rows to encode. Where rows follow each other, an example may need others than its own. */
export interface Examples {
  /** The examples' own rows. */
  readonly own: RawData;
  /** All rows, and which of them are the examples; absent where every row is one. */
  readonly among?: { readonly all: RawData; readonly rows: Int32Array };
}

/** The examples that raw rows make: each row, or the last of each group. */
export function examplesIn(preprocessing: Preprocessing, data: RawData): Examples {
  const grouped = Object.values(preprocessing.features).find(({ sequence }) => sequence?.each === "group");
  return grouped?.sequence
    ? examplesAmong(data, lastRows(rowsBefore(data, grouped.sequence)))
    : { own: data };
}

export function examplesAmong(all: RawData, rows: Int32Array): Examples {
  return { own: takeRows(all, rows), among: { all, rows } };
}

/** Raw rows for each input. Throws UserError for a missing column, a missing value, text for a number, an unknown category. */
export function applyFeatures(
  preprocessing: Preprocessing,
  data: RawData,
  context: ApplyContext,
): Readonly<Record<string, RowArray>> {
  return encodeFeatures(preprocessing, examplesIn(preprocessing, data), context);
}

/** The same of chosen examples. */
export function encodeFeatures(
  preprocessing: Preprocessing,
  examples: Examples,
  context: ApplyContext,
): Readonly<Record<string, RowArray>> {
  return mapValues(preprocessing.features, (input) =>
    input.sequence
      ? encodeSequence(input, input.sequence, examples, context)
      : encode(input, input.dtype === "i32", examples.own, context),
  );
}

/** Every row once as a step, then the windows that end at the examples. */
function encodeSequence(
  input: FittedInput,
  sequence: SequenceSpec,
  { own, among }: Examples,
  context: ApplyContext,
): RowArray {
  const all = among?.all ?? own;
  for (const name of [sequence.by, sequence.order]) if (name !== undefined) fieldOf(name, all, context);
  const steps = encode({ ...input, shape: input.shape.slice(1) }, input.dtype === "i32", all, context);
  const rows = among?.rows ?? Int32Array.from({ length: all.rows }, (_, row) => row);
  requireRoom(rows.length, input.shape, context);
  return windows(steps, rowsBefore(all, sequence), rows, sequence.length);
}

function requireRoom(rows: number, shape: readonly number[], { source }: ApplyContext): void {
  const numbers = rows * shape.reduce((product, axis) => product * axis, 1);
  if (numbers < mostNumbers) return;
  throw new UserError(
    `${rows} sequences of ${shape.join(" × ")} are ${numbers} numbers, more than the 2^30 that are kept in memory`,
    { place: source, help: "make max_length smaller, or take each = group" },
  );
}

/** Rows for each output's target. */
export function applyTargets(
  preprocessing: Preprocessing,
  data: RawData,
  context: ApplyContext,
): Readonly<Record<string, RowArray>> {
  return mapValues(preprocessing.targets, (target) =>
    encode(target, target.coding === "index", data, context),
  );
}

/** The class of an index, as the data calls it. */
export function labelOf(target: FittedTarget, index: number): string {
  return target.classes?.[index] ?? String(index);
}

/** Numbers that a network puts out for one row, in the units of the data: transforms of the target are undone. */
export function decodeTarget(
  target: FittedTarget,
  output: ArrayLike<number>,
  transform: ApplyContext["transform"],
): readonly number[] {
  return Array.from(output, (value, i) => {
    const term = target.terms[target.terms.length === 1 ? 0 : i];
    if (!term?.transform) return value;
    const word = transform(term.transform.name);
    return word?.takes === "number" ? (word.invert?.(term.transform.fitted, value) ?? value) : value;
  });
}

function encode(
  end: FittedInput | FittedTarget,
  whole: boolean,
  data: RawData,
  context: ApplyContext,
): RowArray {
  const { shape, terms } = end;
  const fields = terms.map((term) => fieldOf(term.field, data, context));
  const [only] = fields;
  const [term] = terms;
  const text = term && textOf(term, context);
  if (only && text) return encodeText(shape, term, text, only, data.rows, whole, context);
  if (only?.kind === "array" && term && !term.categories)
    return encodeArray(shape, term, only, data.rows, whole, context);
  const width = shape.reduce((product, axis) => product * axis, 1);
  const values = makeArray(whole, data.rows * width, context.float);
  let column = 0;
  for (const [i, each] of terms.entries()) {
    writeColumn(each, fields[i] as RawField, data.rows, context, values, column, width);
    column += each.width ?? 1;
  }
  return { rows: data.rows, shape, values };
}

function fieldOf(name: string, data: RawData, { source }: ApplyContext): RawField {
  const names = Object.keys(data.fields);
  const field = data.fields[findField(name, names) ?? ""];
  if (field) return field;
  throw new UserError(`${source} has no column ${name}, which the model takes`, {
    place: source,
    help: fieldHelp(name, names),
  });
}

function textOf({ transform }: FittedTerm, context: ApplyContext) {
  const word = transform && context.transform(transform.name);
  return word?.takes === "text" ? word.encoder(transform?.fitted ?? null) : undefined;
}

function encodeText(
  shape: readonly number[],
  term: FittedTerm,
  write: ReturnType<TextTransform["encoder"]>,
  field: RawField,
  rows: number,
  whole: boolean,
  context: ApplyContext,
): RowArray {
  const [length] = shape as readonly [number];
  const out = whole ? new Int32Array(rows * length) : makeArray(false, rows * length, context.float);
  for (let row = 0; row < rows; row++) {
    const text = field.values[row];
    if (text === undefined || Number.isNaN(text)) throw missingValue(term, context.source, field, row);
    write(String(text), out, row * length);
  }
  return { rows, shape, values: out };
}

/** Writes a term's numbers into columns `column` … of rows that are `width` wide. */
function writeColumn(
  term: FittedTerm,
  field: RawField,
  rows: number,
  context: ApplyContext,
  out: RowArray["values"],
  column: number,
  width: number,
): void {
  const read = term.categories ? categoryReader(term, field, context) : numberReader(term, field, context);
  const transform = transformOf(term, context);
  const scratch = new Float64Array(term.width ?? 1);
  for (let row = 0; row < rows; row++) {
    const value = read(row);
    if (!transform) {
      out[row * width + column] = value;
      continue;
    }
    transform.definition.apply(transform.fitted, value, scratch, 0);
    out.set(scratch, row * width + column);
  }
}

function transformOf({ transform }: FittedTerm, context: ApplyContext) {
  if (!transform) return undefined;
  const definition = context.transform(transform.name);
  if (!definition || definition.takes === "text" || definition.takes === "rows")
    throw new UserError(`this version does not know the data transform ${transform.name}`);
  return { definition, fitted: transform.fitted };
}

function numberReader(term: FittedTerm, field: RawField, { source }: ApplyContext): (row: number) => number {
  if (field.kind === "array") return (row) => field.values[row] as number;
  if (field.kind === "number") {
    return (row) => {
      const value = field.values[row] as number;
      if (!Number.isNaN(value)) return value;
      if (term.missing !== undefined) return term.missing;
      throw missingValue(term, source, field, row);
    };
  }
  const row = field.values.findIndex((value) => value !== undefined && Number.isNaN(Number(value)));
  const at = Math.max(row, 0);
  throw new UserError(
    `column ${term.field} holds the text "${field.values[at]}", where the model takes numbers`,
    {
      place: placeOf(source, field, at),
      help: "correct the value, or leave it empty where it is not known",
    },
  );
}

function categoryReader(
  term: FittedTerm,
  field: RawField,
  { source }: ApplyContext,
): (row: number) => number {
  const categories = term.categories ?? [];
  const index = indexCategories(categories);
  return (row) => {
    const value = field.values[row];
    if (value === undefined || Number.isNaN(value)) throw missingValue(term, source, field, row);
    const found = index.of(value);
    if (found !== undefined) return found;
    if (term.open) return -1;
    const shown = categories.slice(0, 20).join(", ") + (categories.length > 20 ? ", …" : "");
    throw new UserError(
      `column ${term.field} holds "${value}", which is none of its ${categories.length} known values`,
      {
        place: placeOf(source, field, row),
        help: `known are ${shown}`,
      },
    );
  };
}

function missingValue(term: FittedTerm, source: string, field: RawField, row: number): UserError {
  return new UserError(`column ${term.field} has no value here`, {
    place: placeOf(source, field, row),
    help: "fill it in, leave the row out, or train with missing = mean",
  });
}

function encodeArray(
  shape: readonly number[],
  term: FittedTerm,
  array: RawArray,
  rows: number,
  whole: boolean,
  context: ApplyContext,
): RowArray {
  requireShape(shape, term, array, context);
  const transform = transformOf(term, context);
  const scratch = new Float64Array(1);
  if (array.values instanceof Uint8Array) {
    if (!transform) return { rows, shape, values: array.values };
    const table = Float64Array.from({ length: 256 }, (_, byte) => {
      transform.definition.apply(transform.fitted, byte, scratch, 0);
      return scratch[0] as number;
    });
    return { rows, shape, values: array.values, table };
  }
  const values = makeArray(whole, array.values.length, context.float);
  for (let i = 0; i < values.length; i++) {
    const value = array.values[i] as number;
    if (Number.isNaN(value)) {
      const row = Math.floor((i / values.length) * rows);
      throw new UserError(`${term.field} holds a value that is no number`, {
        place: placeOf(context.source, array, row),
      });
    }
    if (transform) transform.definition.apply(transform.fitted, value, scratch, 0);
    values[i] = transform ? (scratch[0] as number) : value;
  }
  return { rows, shape, values };
}

function requireShape(
  shape: readonly number[],
  term: FittedTerm,
  array: RawArray,
  { source }: ApplyContext,
): void {
  if (shape.length === array.shape.length && shape.every((axis, i) => axis === array.shape[i])) return;
  throw new UserError(
    `the rows of ${term.field} have the shape [${array.shape.join(", ")}], where the model takes [${shape.join(", ")}]`,
    { place: source },
  );
}

function makeArray(whole: boolean, length: number, float: "f32" | "f64") {
  if (whole) return new Int32Array(length);
  return float === "f32" ? new Float32Array(length) : new Float64Array(length);
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  map: (value: A) => B,
): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
