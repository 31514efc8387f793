/** Reads the rows that a data section asks for, splits them, fits the preprocessing on the training part and applies it. */
import { type Diagnostic, isError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { FindingsError } from "../base/user-error.ts";
import { applyTargets, type Examples, encodeFeatures, examplesAmong, examplesIn } from "./apply.ts";
import type { DataSpec, SourceSpec } from "./data-spec.ts";
import type { DataPart, Dataset, Preprocessing } from "./dataset.ts";
import type { EncodeContext } from "./encode-rows.ts";
import { findField } from "./find-field.ts";
import { fitPreprocessing } from "./fit.ts";
import type { RawData, RawField } from "./format.ts";
import { keepRows } from "./missing-rows.ts";
import { planFields } from "./plan.ts";
import type { DataNames, DataPlan, PlannedEnd, PlannedSequence } from "./planned.ts";
import { takeRows } from "./rows.ts";
import { sampleWeights } from "./sample-weights.ts";
import { lastRows, rowsBefore, rowsInWindows } from "./sequences.ts";
import type { Locate } from "./source-files.ts";
import { type SplitRows, splitRows } from "./split.ts";
import { summarizeFields } from "./summarize-fields.ts";
import { type TargetDescription, targetKindOf } from "./target-kind-of.ts";
import type { TransformDefinition } from "./transform.ts";
import { vectorKind } from "./vector-kind.ts";

/** A vocabulary may be larger than what a header lists. */
const mostNames = 100_000;

export interface LoadOptions {
  readonly seed: number;
  readonly float: "f32" | "f64";
  readonly locate: Locate;
}

/**
 * Every row of the section's sources, ready for training. Statistics come from the training rows alone; classes and
 * categories from all rows of `source`, so that a part may hold a class that another has not. Throws FindingsError where the
 * section contradicts the data, UserError where a file, a row or a value cannot be used.
 */
export async function loadDataset(
  host: Host,
  spec: DataSpec,
  names: DataNames,
  options: LoadOptions,
): Promise<Dataset> {
  const files = { host, locate: options.locate };
  const read = (source: SourceSpec) => source.format.word.read(files, source.format.params);
  const raw = await read(spec.source);
  const { plan, kinds } = decide(spec, raw, names);
  const notes: string[] = [];
  const keep = (data: RawData, source: SourceSpec) => {
    const own = source === spec.source ? splitColumns(spec, data) : [];
    const kept = keepRows(data, plan, spec.missing, source.path, own);
    if (kept.note !== undefined) notes.push(kept.note);
    return kept.data;
  };
  const main = onlyUsed(keep(raw, spec.source), plan, splitColumns(spec, raw));
  const examples = groupExamples(plan, main);
  const rows = cut(spec, examples ? takeRows(main, examples) : main, examples, options.seed);
  const trainRows = rows?.train ?? examples;
  const train = trainRows ? takeRows(main, trainRows) : main;
  const steps = (input: PlannedEnd) => stepsOf(input, main, trainRows) ?? train;
  const preprocessing = fitPreprocessing(spec, plan, kinds, names, train, steps);
  const apply = (part: Examples, source: SourceSpec) =>
    makePart(preprocessing, plan, part, { ...applyContext(plan, options), source: source.path });
  const extra = async (source: SourceSpec | undefined, part: Int32Array | undefined) => {
    if (source) return apply(examplesIn(preprocessing, keep(await read(source), source)), source);
    return part && part.length > 0 ? apply(examplesAmong(main, part), spec.source) : undefined;
  };
  const trainPart = apply(
    trainRows ? { own: train, among: { all: main, rows: trainRows } } : { own: main },
    spec.source,
  );
  const validation = await extra(spec.validation, rows?.validation);
  const test = await extra(spec.test, rows?.test);
  return {
    train: trainPart,
    ...(validation ? { validation } : {}),
    ...(test ? { test } : {}),
    preprocessing,
    notes,
  };
}

function decide(
  spec: DataSpec,
  raw: RawData,
  names: DataNames,
): { readonly plan: DataPlan; readonly kinds: Readonly<Record<string, TargetDescription>> } {
  const findings: Diagnostic[] = [];
  const fields = summarizeFields(spec, raw, mostNames);
  const plan = planFields(spec, fields, names, (finding) => findings.push(finding));
  const kinds: Record<string, TargetDescription> = {};
  for (const output of plan.outputs) {
    const written = spec.targets[output.key];
    const kind = targetKindOf(output, written && vectorKind(written, raw), names);
    if (kind) kinds[output.name] = kind;
  }
  const errors = findings.filter(isError);
  if (errors.length > 0) throw new FindingsError("the data section does not fit the data", errors);
  return { plan, kinds };
}

/** The columns that the split and the order of rows read, as the data calls them. */
function splitColumns({ split, features }: DataSpec, data: RawData): readonly string[] {
  const names = Object.keys(data.fields);
  const strung = Object.values(features).flatMap(({ sequence }) => [
    sequence?.params.by,
    sequence?.params.order,
  ]);
  return [split?.by, split?.stratify, ...strung].flatMap((name) =>
    typeof name === "string" ? (findField(name, names) ?? []) : [],
  );
}

/** The rows that are examples, where a sequence makes one of each group; undefined where all rows are. */
function groupExamples(plan: DataPlan, data: RawData): Int32Array | undefined {
  const grouped = plan.inputs.find(({ sequence }) => sequence?.each === "group")?.sequence;
  return grouped && lastRows(rowsBefore(data, namesOf(grouped)));
}

/** What the columns of a sequence are fitted on, where its examples stand for all rows of their groups. */
function stepsOf(
  { sequence, length }: PlannedEnd,
  data: RawData,
  rows: Int32Array | undefined,
): RawData | undefined {
  if (sequence?.each !== "group" || !rows) return undefined;
  return takeRows(data, rowsInWindows(rowsBefore(data, namesOf(sequence)), rows, length as number));
}

function namesOf({ by, order }: PlannedSequence): { readonly by?: string; readonly order?: string } {
  return { ...(by ? { by: by.name } : {}), ...(order ? { order: order.name } : {}) };
}

/** Drops columns that nothing asks for: wide tables need not be copied. */
function onlyUsed(data: RawData, plan: DataPlan, others: readonly string[]): RawData {
  const ends = [...plan.inputs, ...plan.outputs];
  const fields = [
    ...ends.flatMap(({ terms }) => terms.map(({ field }) => field)),
    ...Object.values(plan.weights),
  ];
  const used = new Set([...fields.map(({ name }) => name), ...others]);
  return {
    ...data,
    fields: Object.fromEntries(Object.entries(data.fields).filter(([name]) => used.has(name))),
  };
}

/** Row numbers of the source; `examples` are those of `data`, where it holds only some. */
function cut(
  spec: DataSpec,
  data: RawData,
  examples: Int32Array | undefined,
  seed: number,
): SplitRows | undefined {
  const { split } = spec;
  if (!split) return undefined;
  const names = Object.keys(data.fields);
  const codes = (name: string | undefined) => {
    const field = name === undefined ? undefined : data.fields[findField(name, names) ?? ""];
    return field && codesOf(field);
  };
  const groups = codes(split.by);
  const strata = codes(split.stratify);
  const parts = splitRows(split, {
    rows: data.rows,
    seed,
    ...(groups ? { groups } : {}),
    ...(strata ? { strata } : {}),
  });
  if (!examples) return parts;
  const inSource = (rows: Int32Array) => rows.map((row) => examples[row] as number);
  return { train: inSource(parts.train), validation: inSource(parts.validation), test: inSource(parts.test) };
}

/** A number for each row, equal for equal values, in order of first appearance. */
function codesOf(field: RawField): Int32Array {
  const codes = new Map<string | number | undefined, number>();
  return Int32Array.from(field.values as ArrayLike<string | number>, (value) => {
    const known = codes.get(value);
    if (known !== undefined) return known;
    codes.set(value, codes.size);
    return codes.size - 1;
  });
}

function applyContext(plan: DataPlan, options: LoadOptions): Omit<EncodeContext, "source"> {
  const transforms = new Map<string, TransformDefinition>();
  for (const { terms } of [...plan.inputs, ...plan.outputs]) {
    for (const { transform } of terms) if (transform) transforms.set(transform.word.name, transform.word);
  }
  return { float: options.float, transform: (name) => transforms.get(name) };
}

function makePart(
  preprocessing: Preprocessing,
  plan: DataPlan,
  part: Examples,
  context: EncodeContext,
): DataPart {
  const weights = sampleWeights(plan, part.own, context.source);
  return {
    rows: part.own.rows,
    features: encodeFeatures(preprocessing, part, context),
    targets: applyTargets(preprocessing, part.own, context),
    ...(weights ? { weights } : {}),
  };
}
