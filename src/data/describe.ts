/** What the data gives each input and asks of each output: known from its header, or as far as the file itself tells. */
import type { Report } from "../base/diagnostic.ts";
import { addDims, type Dim, equalShapes, isKnown, type Shape, symbol } from "../base/dim.ts";
import type { Instance } from "../words/word.ts";
import { classesOf } from "./categories.ts";
import type { DataSpec, FeatureSpec, FieldTerm, TargetSpec } from "./data-spec.ts";
import { findField } from "./find-field.ts";
import { rowShape } from "./fit.ts";
import type { DataHeader } from "./header.ts";
import { planFields } from "./plan.ts";
import { sequenceLength } from "./plan-sequence.ts";
import { isMarked, textLength } from "./plan-text.ts";
import { type DataNames, textTerm } from "./planned.ts";
import { type TargetDescription, targetKindOf, textKind } from "./target-kind-of.ts";
import type { TextTransform } from "./transform.ts";

export interface InputDescription {
  /** Of one row. Columns stand side by side: `[n]`; a bare column of a named input is `[]`. */
  readonly shape: Shape;
  readonly dtype: "float" | "i32";
  /** The columns or the array, as the data calls them, in order. */
  readonly fields: readonly string[];
}

export interface DataDescription {
  /** By name of input; absent where nothing is known. */
  readonly inputs: Readonly<Record<string, InputDescription>>;
  /** By name of output; absent where nothing is known. */
  readonly outputs: Readonly<Record<string, TargetDescription>>;
  /** `categories(field)`: how many a column has; the symbol `categories(field)` where that is not known. */
  categories(field: string): Dim;
}

/**
 * Reports columns that are not there and texts where numbers are needed. Without a header nothing can be wrong: sizes that
 * the data decides are symbols, `features` where no column is named.
 */
export function describeData(
  spec: DataSpec,
  header: DataHeader | undefined,
  names: DataNames,
  report: Report,
): DataDescription {
  return header ? describeHeader(spec, header, names, report) : describeSection(spec, names);
}

function describeHeader(
  spec: DataSpec,
  header: DataHeader,
  names: DataNames,
  report: Report,
): DataDescription {
  const plan = planFields(spec, header.fields, names, report);
  const inputs: Record<string, InputDescription> = {};
  for (const input of plan.inputs) {
    const written = spec.features[input.key]?.terms;
    const complete = input.terms.length > 0 && (written === "all" || written?.length === input.terms.length);
    if (!complete) continue;
    const whole = textTerm(input) !== undefined || names.integerInputs?.includes(input.name);
    inputs[input.name] = {
      shape: rowShape(input),
      dtype: whole ? "i32" : "float",
      fields: input.terms.map(({ field }) => field.name),
    };
  }
  const outputs: Record<string, TargetDescription> = {};
  for (const output of plan.outputs) {
    const written = spec.targets[output.key]?.terms.length ?? 1;
    const kind = targetKindOf(output, header.vectors?.[output.key], names);
    if (kind && written === output.terms.length) outputs[output.name] = kind;
  }
  return { inputs, outputs, categories: (field) => countIn(header, field) };
}

function countIn(header: DataHeader, name: string): Dim {
  const found = findField(
    name,
    header.fields.map((field) => field.name),
  );
  const categories = header.fields.find((field) => field.name === found)?.categories;
  return categories ? classesOf(categories).length : unknownCount(name);
}

function describeSection(spec: DataSpec, names: DataNames): DataDescription {
  const inputs: Record<string, InputDescription> = {};
  for (const name of names.inputs) {
    const key = Object.hasOwn(spec.features, name) ? name : "";
    const end = spec.features[key];
    const shape = end && sectionShape(spec, end, key, names.shapes?.[name]);
    if (!end || !shape) continue;
    const terms = end.terms === "all" ? [] : end.terms;
    const whole = textOf(spec, terms) !== undefined || names.integerInputs?.includes(name);
    inputs[name] = { shape, dtype: whole ? "i32" : "float", fields: terms.map(({ field }) => field) };
  }
  const outputs: Record<string, TargetDescription> = {};
  for (const name of names.outputs) {
    const end = spec.targets[Object.hasOwn(spec.targets, name) ? name : ""];
    const kind = end && sectionKind(spec, end, names.shapes?.[name]);
    if (kind) outputs[name] = kind;
  }
  return { inputs, outputs, categories: unknownCount };
}

/** Arrays have shapes that only their file tells. */
function sectionShape(
  spec: DataSpec,
  { terms, bare, sequence }: FeatureSpec,
  key: string,
  known: Shape | undefined,
): Shape | undefined {
  const { word, params } = spec.source.format;
  if (word.defaults?.(params).features !== undefined) return undefined;
  if (word.arrays && (terms === "all" || terms.some(({ transform }) => !transform))) return undefined;
  if (terms === "all") return [symbol("features")];
  const text = textOf(spec, terms);
  if (text) return [textLength(text, known)];
  const width = terms.reduce<Dim>((sum, term) => addDims(sum, sectionWidth(term)), 0);
  if (sequence) return [sequenceLength(sequence, undefined, known), width];
  return bare && key !== "" && isKnown(width) && width === 1 ? [] : [width];
}

/** The only term, where it makes indices of texts. */
function textOf(spec: DataSpec, [term]: readonly FieldTerm[]) {
  if (term?.transform?.word.takes !== "text") return undefined;
  const transform = term.transform as Instance<TextTransform>;
  return { field: term.field, transform, marked: isMarked(spec, term.field) };
}

function sectionWidth({ transform, field }: FieldTerm): Dim {
  if (!transform || transform.word.takes === "text") return 1;
  return transform.word.takes === "category"
    ? unknownCount(field)
    : transform.word.width(transform.params, 0);
}

function sectionKind(
  spec: DataSpec,
  { terms }: TargetSpec,
  known: Shape | undefined,
): TargetDescription | undefined {
  const [first] = terms;
  const text = textOf(spec, terms);
  if (text) return textKind(text.transform, textLength(text, known));
  if (terms.length !== 1 || !first?.transform) return undefined;
  if (first.transform.word.takes === "number") return { kind: { kind: "real", shape: [] }, numeric: true };
  const classes = unknownCount(first.field);
  return { kind: { kind: "onehot", classes, shape: [classes] }, numeric: false };
}

function unknownCount(field: string): Dim {
  return symbol(`categories(${field})`);
}

/** Whether rows of one shape serve as rows of another: trailing axes of size 1 may be missing. */
export function sameRows(a: Shape, b: Shape): boolean {
  return equalShapes(withoutOnes(a), withoutOnes(b));
}

function withoutOnes(shape: Shape): Shape {
  let length = shape.length;
  while (length > 0 && shape[length - 1] === 1) length--;
  return shape.slice(0, length);
}
