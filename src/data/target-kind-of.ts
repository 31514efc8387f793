/** What the data asks of an output: classes, numbers, a vector. */
import type { Dim } from "../base/dim.ts";
import type { TargetKind } from "../base/target-kind.ts";
import type { Instance } from "../words/word.ts";
import { classesOf } from "./categories.ts";
import type { FieldHeader, VectorKind } from "./header.ts";
import { type DataNames, type PlannedEnd, textTerm } from "./planned.ts";
import type { TextTransform } from "./transform.ts";

export interface TargetDescription {
  readonly kind: TargetKind;
  /** In order of index. */
  readonly classes?: readonly string[];
  /** Whether the values are numbers that a regression could predict too: integers may be either. */
  readonly numeric: boolean;
}

/** Integers with more values than this are classes only where they count up from 0 or 1. */
const fewValues = 20;

/** Undefined where a term of the target was in doubt. */
export function targetKindOf(
  target: PlannedEnd,
  vector: VectorKind | undefined,
  names: DataNames,
): TargetDescription | undefined {
  const [first] = target.terms;
  if (!first) return undefined;
  if (target.terms.length > 1) {
    if (target.terms.some((term) => term.categorical)) return undefined;
    return vectorOf(
      [target.terms.length],
      target.terms.map(({ field }) => field.name),
      vector,
    );
  }
  const { field } = first;
  const text = textTerm(target);
  if (text && target.length !== undefined) return textKind(text.transform, target.length);
  if (first.transform?.word.takes === "category") {
    const classes = field.categories ?? [];
    return {
      kind: { kind: "onehot", classes: classes.length, shape: [classes.length] },
      classes,
      numeric: false,
    };
  }
  if (field.kind === "array" && field.shape.length > 0) return vectorOf(field.shape, undefined, vector);
  if (first.transform) return { kind: { kind: "real", shape: [] }, numeric: true };
  const declared = names.classes?.[target.name];
  const number = field.kind === "array" || field.type === "number";
  const asClass =
    declared !== undefined ||
    (!names.numberOutputs?.includes(target.name) &&
      (looksLikeClasses(field) || (isWhole(field) && (names.classOutputs ?? []).includes(target.name))));
  if (number && !asClass) return { kind: { kind: "real", shape: [] }, numeric: true };
  const classes = classNames(field, declared);
  if (classes.length === 0) return undefined;
  return { kind: { kind: "class", classes: classes.length, shape: [] }, classes, numeric: number };
}

/**
 * The classes of a column: `classesOf` its values. With a declared number of classes, integers that begin at 0 are indices
 * below it, and so are integers of which there are too many: the label that does not fit is then found by its row.
 */
export function classNames(field: FieldHeader, declared?: number): readonly string[] {
  const categories = field.categories ?? [];
  const number = field.kind === "array" || field.type === "number";
  if (declared === undefined || !number) return classesOf(categories);
  const indices = Array.from({ length: declared }, (_, i) => String(i));
  const fits = categories.every((category) => Number.isInteger(Number(category)) && Number(category) >= 0);
  const largest = Number(categories[categories.length - 1] ?? 0);
  return (fits && largest < declared) || categories.length > declared ? indices : categories;
}

function isWhole(field: FieldHeader): boolean {
  return field.categories !== undefined && (field.kind === "array" || field.integer);
}

/**
 * Names are classes, and so are arrays of whole numbers. In a table two integers are classes, and more where each occurs
 * twice on average and they are few or count up from 0 or 1; other integers are amounts.
 */
function looksLikeClasses(field: FieldHeader): boolean {
  const { categories, counts } = field;
  if (field.kind === "column" && field.type === "text") return true;
  if (!categories || !counts || (field.kind === "column" && !field.integer)) return false;
  if (field.kind === "array" || categories.length <= 2) return true;
  const rows = counts.reduce((sum, count) => sum + count, 0);
  if (rows < 2 * categories.length) return false;
  const first = Number(categories[0]);
  const last = Number(categories[categories.length - 1]);
  const countsUp = (first === 0 || first === 1) && last - first + 1 === categories.length;
  return categories.length <= fewValues || countsUp;
}

function vectorOf(
  shape: readonly number[],
  names: readonly string[] | undefined,
  vector: VectorKind | undefined,
): TargetDescription {
  const width = shape[shape.length - 1] as number;
  const named = names ? { classes: names } : {};
  switch (vector) {
    case "onehot":
      return { kind: { kind: "onehot", classes: width, shape }, ...named, numeric: true };
    case "multilabel":
      return { kind: { kind: "multilabel", labels: width, shape }, ...named, numeric: true };
    case "distribution":
      return { kind: { kind: "distribution", classes: width, shape }, ...named, numeric: true };
    default:
      return { kind: { kind: "real", shape }, numeric: true };
  }
}

/** A word for each place of a text. */
export function textKind({ word, params }: Instance<TextTransform>, length: Dim): TargetDescription {
  return { kind: { kind: "class", classes: word.classes(params), shape: [length] }, numeric: false };
}
