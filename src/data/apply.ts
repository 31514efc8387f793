/** Turns raw rows into what the network takes, by preprocessing that was fitted before; and back. */
import { UserError } from "../base/user-error.ts";
import type { Vocabulary } from "../words/word.ts";
import type { FittedInput, FittedTarget, Preprocessing, RowArray } from "./dataset.ts";
import { type EncodeContext, encode, fieldOf } from "./encode-rows.ts";
import type { RawData } from "./format.ts";
import { takeRows } from "./rows.ts";
import { lastRows, rowsBefore, type SequenceSpec, windows } from "./sequences.ts";
import type { TransformDefinition } from "./transform.ts";

/** Of sequences, which hold a row of data many times. */
const mostNumbers = 2 ** 30;

/** For `EncodeContext.transform`. */
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
  context: EncodeContext,
): Readonly<Record<string, RowArray>> {
  return encodeFeatures(preprocessing, examplesIn(preprocessing, data), context);
}

/** The same of chosen examples. */
export function encodeFeatures(
  preprocessing: Preprocessing,
  examples: Examples,
  context: EncodeContext,
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
  context: EncodeContext,
): RowArray {
  const all = among?.all ?? own;
  for (const name of [sequence.by, sequence.order]) if (name !== undefined) fieldOf(name, all, context);
  const steps = encode({ ...input, shape: input.shape.slice(1) }, input.dtype === "i32", all, context);
  const rows = among?.rows ?? Int32Array.from({ length: all.rows }, (_, row) => row);
  requireRoom(rows.length, input.shape, context);
  return windows(steps, rowsBefore(all, sequence), rows, sequence.length);
}

function requireRoom(rows: number, shape: readonly number[], { source }: EncodeContext): void {
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
  context: EncodeContext,
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
  transform: EncodeContext["transform"],
): readonly number[] {
  return Array.from(output, (value, i) => {
    const term = target.terms[target.terms.length === 1 ? 0 : i];
    if (!term?.transform) return value;
    const word = transform(term.transform.name);
    return word?.takes === "number" ? (word.invert?.(term.transform.fitted, value) ?? value) : value;
  });
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  map: (value: A) => B,
): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
