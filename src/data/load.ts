/** Reads the rows that a data section asks for, splits them, fits the preprocessing on the training part and applies it. */
import { type Diagnostic, isError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { FindingsError } from "../base/user-error.ts";
import { type ApplyContext, applyFeatures, applyTargets } from "./apply.ts";
import type { DataSpec, SourceSpec } from "./data-spec.ts";
import type { DataPart, Dataset, Preprocessing } from "./dataset.ts";
import { findField } from "./find-field.ts";
import { fitPreprocessing } from "./fit.ts";
import type { RawData, RawField } from "./format.ts";
import { keepRows } from "./missing-rows.ts";
import { type DataNames, type DataPlan, planFields } from "./plan.ts";
import { takeRows } from "./rows.ts";
import type { Locate } from "./source-files.ts";
import { type SplitRows, splitRows } from "./split.ts";
import { summarize } from "./summarize.ts";
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
  const rows = cut(spec, main, options.seed);
  const train = rows ? takeRows(main, rows.train) : main;
  const preprocessing = fitPreprocessing(spec, plan, kinds, names, train);
  const apply = (data: RawData, source: SourceSpec) =>
    makePart(preprocessing, data, { ...applyContext(plan, options), source: source.path });
  const extra = async (source: SourceSpec | undefined, part: Int32Array | undefined) => {
    if (source) return apply(keep(await read(source), source), source);
    return part && part.length > 0 ? apply(takeRows(main, part), spec.source) : undefined;
  };
  const trainPart = apply(train, spec.source);
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
  const fields = Object.entries(raw.fields).map(([name, field]) =>
    summarize(name, field, field.kind === "text" ? mostNames : undefined),
  );
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

/** The columns that the split reads, as the data calls them. */
function splitColumns({ split }: DataSpec, data: RawData): readonly string[] {
  const names = Object.keys(data.fields);
  return [split?.by, split?.stratify].flatMap((name) =>
    name === undefined ? [] : (findField(name, names) ?? []),
  );
}

/** Drops columns that nothing asks for: wide tables need not be copied. */
function onlyUsed(data: RawData, plan: DataPlan, others: readonly string[]): RawData {
  const ends = [...plan.inputs, ...plan.outputs];
  const used = new Set([...ends.flatMap(({ terms }) => terms.map(({ field }) => field.name)), ...others]);
  return {
    ...data,
    fields: Object.fromEntries(Object.entries(data.fields).filter(([name]) => used.has(name))),
  };
}

function cut(spec: DataSpec, data: RawData, seed: number): SplitRows | undefined {
  const { split } = spec;
  if (!split) return undefined;
  const names = Object.keys(data.fields);
  const codes = (name: string | undefined) => {
    const field = name === undefined ? undefined : data.fields[findField(name, names) ?? ""];
    return field && codesOf(field);
  };
  const groups = codes(split.by);
  const strata = codes(split.stratify);
  return splitRows(split, {
    rows: data.rows,
    seed,
    ...(groups ? { groups } : {}),
    ...(strata ? { strata } : {}),
  });
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

function applyContext(plan: DataPlan, options: LoadOptions): Omit<ApplyContext, "source"> {
  const transforms = new Map<string, TransformDefinition>();
  for (const { terms } of [...plan.inputs, ...plan.outputs]) {
    for (const { transform } of terms) if (transform) transforms.set(transform.word.name, transform.word);
  }
  return { float: options.float, transform: (name) => transforms.get(name) };
}

function makePart(preprocessing: Preprocessing, data: RawData, context: ApplyContext): DataPart {
  return {
    rows: data.rows,
    features: applyFeatures(preprocessing, data, context),
    targets: applyTargets(preprocessing, data, context),
  };
}
