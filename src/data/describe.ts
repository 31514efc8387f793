/** What the data gives each input and asks of each output: known from its header, or as far as the file itself tells. */
import type { Report } from "../base/diagnostic.ts";
import { addDims, type Dim, equalShapes, isKnown, type Shape, symbol } from "../base/dim.ts";
import { classesOf } from "./categories.ts";
import type { DataSpec, FeatureSpec, FieldTerm, TargetSpec } from "./data-spec.ts";
import { findField } from "./find-field.ts";
import { rowShape } from "./fit.ts";
import type { DataHeader } from "./header.ts";
import { type DataNames, planFields } from "./plan.ts";
import { type TargetDescription, targetKindOf } from "./target-kind-of.ts";

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
    const dtype = names.integerInputs?.includes(input.name) ? "i32" : "float";
    inputs[input.name] = {
      shape: rowShape(input),
      dtype,
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
    const shape = end && sectionShape(spec, end, key);
    if (!end || !shape) continue;
    const fields = end.terms === "all" ? [] : end.terms.map(({ field }) => field);
    inputs[name] = { shape, dtype: names.integerInputs?.includes(name) ? "i32" : "float", fields };
  }
  const outputs: Record<string, TargetDescription> = {};
  for (const name of names.outputs) {
    const end = spec.targets[Object.hasOwn(spec.targets, name) ? name : ""];
    const kind = end && sectionKind(end);
    if (kind) outputs[name] = kind;
  }
  return { inputs, outputs, categories: unknownCount };
}

/** Arrays have shapes that only their file tells. */
function sectionShape(spec: DataSpec, { terms, bare }: FeatureSpec, key: string): Shape | undefined {
  const { word, params } = spec.source.format;
  if (word.defaults?.(params).features !== undefined) return undefined;
  if (terms === "all") return [symbol("features")];
  const width = terms.reduce<Dim>((sum, term) => addDims(sum, sectionWidth(term)), 0);
  return bare && key !== "" && isKnown(width) && width === 1 ? [] : [width];
}

function sectionWidth({ transform, field }: FieldTerm): Dim {
  if (transform?.word.takes === "category") return unknownCount(field);
  return transform ? transform.word.width(transform.params, 0) : 1;
}

function sectionKind({ terms }: TargetSpec): TargetDescription | undefined {
  const [first] = terms;
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
