/** Fits preprocessing on training rows. */
import { isKnown, type Shape, showShape } from "../base/dim.ts";
import type { Instance } from "../words/word.ts";
import { indexCategories } from "./categories.ts";
import type { DataSpec, MissingPolicy } from "./data-spec.ts";
import type { FittedInput, FittedTarget, FittedTerm, Preprocessing } from "./dataset.ts";
import type { RawData, RawField } from "./format.ts";
import { type DataNames, type DataPlan, type PlannedEnd, type PlannedTerm, textTerm } from "./planned.ts";
import { columnOfArray } from "./statistics.ts";
import type { TargetDescription } from "./target-kind-of.ts";
import type { ColumnValues, ScalarTransform, TextTransform } from "./transform.ts";

/**
 * `train` holds the training rows alone: means, deviations and stand-ins for missing values come from them. Categories and
 * classes are names, not statistics: they come from the plan, which has seen every row of the source.
 */
export function fitPreprocessing(
  spec: DataSpec,
  plan: DataPlan,
  kinds: Readonly<Record<string, TargetDescription>>,
  names: DataNames,
  train: RawData,
  /** Rows of the windows of a sequence whose examples are groups. */
  steps: (input: PlannedEnd) => RawData = () => train,
): Preprocessing {
  const features: Record<string, FittedInput> = {};
  for (const input of plan.inputs) features[input.name] = fitInput(spec, input, names, steps(input));
  const targets: Record<string, FittedTarget> = {};
  for (const output of plan.outputs) {
    const kind = kinds[output.name];
    if (kind) targets[output.name] = fitTarget(output, kind, train);
  }
  return { features, targets };
}

function fitInput(spec: DataSpec, input: PlannedEnd, names: DataNames, train: RawData): FittedInput {
  const terms = input.terms.map((term) => fitTerm(term, input, train, spec.missing));
  const whole = textTerm(input) !== undefined || names.integerInputs?.includes(input.name);
  const { sequence } = input;
  const fitted = { shape: numbersOf(rowShape(input)), dtype: whole ? "i32" : "float", terms } as const;
  if (!sequence) return fitted;
  const { by, order, each } = sequence;
  const length = fitted.shape[0] as number;
  return {
    ...fitted,
    sequence: { each, length, ...(by ? { by: by.name } : {}), ...(order ? { order: order.name } : {}) },
  };
}

function fitTarget(output: PlannedEnd, kind: TargetDescription, train: RawData): FittedTarget {
  const index = kind.kind.kind === "class";
  // Labels that may be set together are no classes to choose among.
  const named = kind.classes && kind.kind.kind !== "multilabel" ? { classes: kind.classes } : {};
  const terms = output.terms.map((term): FittedTerm => {
    if (index && !textTerm(output)) return { field: term.field.name, categories: kind.classes ?? [] };
    return fitTerm(term, output, train, { kind: "error" });
  });
  return {
    terms,
    shape: kind.kind.shape as readonly number[],
    coding: index ? "index" : "number",
    ...named,
  };
}

function fitTerm(term: PlannedTerm, end: PlannedEnd, train: RawData, policy: MissingPolicy): FittedTerm {
  const name = term.field.name;
  const field = train.fields[name] as RawField;
  const text = textTerm(end);
  if (text) return fitText(text, numbersOf(rowShape(end))[0] as number, field);
  const definition = term.transform?.word as ScalarTransform | undefined;
  if (term.categorical) {
    const categories = term.field.categories ?? [];
    if (!term.transform || !definition)
      return { field: name, categories, ...(term.open ? { open: true } : {}) };
    const values = indices(field, categories);
    const fitted = definition.fit(term.transform.params, { values, categories });
    const width = definition.width(term.transform.params, categories.length);
    return { field: name, categories, transform: { name: definition.name, fitted }, width };
  }
  const stand = standIn(field, policy);
  const missing = stand === undefined ? {} : { missing: stand };
  if (!term.transform || !definition) return { field: name, ...missing };
  const fitted = definition.fit(term.transform.params, filled(field, stand));
  return { field: name, transform: { name: definition.name, fitted }, ...missing };
}

function fitText(
  { field, transform, marked = false }: PlannedTerm & { readonly transform: Instance<TextTransform> },
  length: number,
  raw: RawField,
): FittedTerm {
  const { word, params } = transform;
  const name = word.name;
  const texts = (raw.values as readonly (string | undefined)[]).filter((text) => text !== undefined);
  return {
    field: field.name,
    width: length,
    transform: { name, fitted: word.fit(params, texts, { length, marked }) },
  };
}

/** Sizes that the data was to decide have been decided when it is read. */
function numbersOf(shape: Shape): readonly number[] {
  if (shape.every(isKnown)) return shape;
  throw new RangeError(`a row of data has the unknown shape ${showShape(shape)}`);
}

/** Shape of one row of an input, or of a target of texts. */
export function rowShape(end: PlannedEnd): Shape {
  const [first] = end.terms;
  if (end.length !== undefined) return end.sequence ? [end.length, widthOfAll(end)] : [end.length];
  if (first?.field.kind === "array" && !first.categorical) return first.field.shape;
  const width = widthOfAll(end);
  return end.bare && width === 1 ? [] : [width];
}

function widthOfAll({ terms }: PlannedEnd): number {
  return terms.reduce((sum, term) => sum + widthOf(term), 0);
}

function widthOf({ transform, categorical, field }: PlannedTerm): number {
  if (!transform || transform.word.takes === "text") return 1;
  return transform.word.width(transform.params, categorical ? (field.categories?.length ?? 0) : 0);
}

function indices(field: RawField, categories: readonly string[]): Float64Array {
  const index = indexCategories(categories);
  return Float64Array.from(
    field.values as ArrayLike<string | number>,
    (value) => index.of(value) ?? Number.NaN,
  );
}

/** The number that replaces missing ones, before any transform. */
function standIn(field: RawField, policy: MissingPolicy): number | undefined {
  if (policy.kind === "value") return policy.value;
  if (field.kind !== "number" || (policy.kind !== "mean" && policy.kind !== "median")) return undefined;
  const present = field.values.filter((value) => !Number.isNaN(value));
  if (present.length === 0) return 0;
  if (policy.kind === "mean") return present.reduce((sum, value) => sum + value, 0) / present.length;
  present.sort();
  const middle = present.length >> 1;
  const upper = present[middle] as number;
  return present.length % 2 === 1 ? upper : ((present[middle - 1] as number) + upper) / 2;
}

function filled(field: RawField, stand: number | undefined): ColumnValues {
  if (field.kind === "array") return columnOfArray(field.values);
  const values = Float64Array.from(field.values as Float64Array);
  if (stand === undefined) return { values };
  return { values: values.map((value) => (Number.isNaN(value) ? stand : value)) };
}
