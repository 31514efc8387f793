/** Writes the fields of raw rows as the numbers of one input or target, by what was fitted for them. */
import { UserError } from "../base/user-error.ts";
import { indexCategories } from "./categories.ts";
import type { FittedInput, FittedTarget, FittedTerm, RowArray } from "./dataset.ts";
import { fieldHelp, findField } from "./find-field.ts";
import type { RawArray, RawData, RawField } from "./format.ts";
import { placeOf } from "./rows.ts";
import type { TextTransform, TransformDefinition } from "./transform.ts";

export interface EncodeContext {
  /** The file's name in messages. */
  readonly source: string;
  readonly float: "f32" | "f64";
  /** Finds a transform by the name that the preprocessing holds. */
  readonly transform: (name: string) => TransformDefinition | undefined;
}

/** What all terms of one end share. */
interface Encoding extends EncodeContext {
  /** Of a row. */
  readonly shape: readonly number[];
  readonly rows: number;
  /** Whole numbers are asked for. */
  readonly whole: boolean;
}

/** Where a term's numbers go: columns `column` … of rows that are `width` wide. */
interface Columns {
  readonly values: RowArray["values"];
  readonly column: number;
  readonly width: number;
}

/** Rows for one end: each term's field in its columns, or one array or one text as it is. */
export function encode(
  end: FittedInput | FittedTarget,
  whole: boolean,
  data: RawData,
  context: EncodeContext,
): RowArray {
  const { shape, terms } = end;
  const { rows } = data;
  const encoding: Encoding = { ...context, shape, rows, whole };
  const fields = terms.map((term) => fieldOf(term.field, data, context));
  const [only] = fields;
  const [term] = terms;
  const text = term && textOf(term, context);
  if (only && text) return encodeText(term, text, only, encoding);
  if (only?.kind === "array" && term && !term.categories) return encodeArray(term, only, encoding);
  const width = shape.reduce((product, axis) => product * axis, 1);
  const values = makeArray(rows * width, encoding);
  let column = 0;
  for (const [i, each] of terms.entries()) {
    writeColumn(each, fields[i] as RawField, { values, column, width }, encoding);
    column += each.width ?? 1;
  }
  return { rows, shape, values };
}

export function fieldOf(name: string, data: RawData, { source }: EncodeContext): RawField {
  const names = Object.keys(data.fields);
  const field = data.fields[findField(name, names) ?? ""];
  if (field) return field;
  throw new UserError(`${source} has no column ${name}, which the model takes`, {
    place: source,
    // The source is the training data's: these rows come after it.
    help: fieldHelp(name, names, () => "separate them as in the data that it was trained on"),
  });
}

function textOf({ transform }: FittedTerm, context: EncodeContext) {
  const word = transform && context.transform(transform.name);
  return word?.takes === "text" ? word.encoder(transform?.fitted ?? null) : undefined;
}

function encodeText(
  term: FittedTerm,
  write: ReturnType<TextTransform["encoder"]>,
  field: RawField,
  encoding: Encoding,
): RowArray {
  const { shape, rows, source } = encoding;
  const [length] = shape as readonly [number];
  const out = makeArray(rows * length, encoding);
  for (let row = 0; row < rows; row++) {
    const text = field.values[row];
    if (text === undefined || Number.isNaN(text)) throw missingValue(term, source, field, row);
    write(String(text), out, row * length);
  }
  return { rows, shape, values: out };
}

function writeColumn(
  term: FittedTerm,
  field: RawField,
  { values, column, width }: Columns,
  encoding: Encoding,
): void {
  const read = term.categories ? categoryReader(term, field, encoding) : numberReader(term, field, encoding);
  const transform = transformOf(term, encoding);
  const scratch = new Float64Array(term.width ?? 1);
  for (let row = 0; row < encoding.rows; row++) {
    const value = read(row);
    if (!transform) {
      values[row * width + column] = value;
      continue;
    }
    transform.definition.apply(transform.fitted, value, scratch, 0);
    values.set(scratch, row * width + column);
  }
}

function transformOf({ transform }: FittedTerm, context: EncodeContext) {
  if (!transform) return undefined;
  const definition = context.transform(transform.name);
  if (!definition || definition.takes === "text" || definition.takes === "rows")
    throw new UserError(`this version does not know the data transform ${transform.name}`);
  return { definition, fitted: transform.fitted };
}

function numberReader(term: FittedTerm, field: RawField, { source }: EncodeContext): (row: number) => number {
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
  { source }: EncodeContext,
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

function encodeArray(term: FittedTerm, array: RawArray, encoding: Encoding): RowArray {
  requireShape(term, array, encoding);
  const { shape, rows, source } = encoding;
  const transform = transformOf(term, encoding);
  const scratch = new Float64Array(1);
  if (array.values instanceof Uint8Array) {
    if (!transform) return { rows, shape, values: array.values };
    const table = Float64Array.from({ length: 256 }, (_, byte) => {
      transform.definition.apply(transform.fitted, byte, scratch, 0);
      return scratch[0] as number;
    });
    return { rows, shape, values: array.values, table };
  }
  const values = makeArray(array.values.length, encoding);
  for (let i = 0; i < values.length; i++) {
    const value = array.values[i] as number;
    if (Number.isNaN(value)) {
      const row = Math.floor((i / values.length) * rows);
      throw new UserError(`${term.field} holds a value that is no number`, {
        place: placeOf(source, array, row),
      });
    }
    if (transform) transform.definition.apply(transform.fitted, value, scratch, 0);
    values[i] = transform ? (scratch[0] as number) : value;
  }
  return { rows, shape, values };
}

function requireShape(term: FittedTerm, array: RawArray, { shape, source }: Encoding): void {
  if (shape.length === array.shape.length && shape.every((axis, i) => axis === array.shape[i])) return;
  throw new UserError(
    `the rows of ${term.field} have the shape [${array.shape.join(", ")}], where the model takes [${shape.join(", ")}]`,
    { place: source },
  );
}

function makeArray(length: number, { whole, float }: Encoding) {
  if (whole) return new Int32Array(length);
  return float === "f32" ? new Float32Array(length) : new Float64Array(length);
}
