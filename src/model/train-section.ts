/**
 * The `train` section with its words looked up. Defaults where the file is silent: Adam with its own defaults, 10 epochs,
 * batches of 32, seed 0, f32, rows shuffled, and a loss that follows from the output (infer-loss.ts).
 */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";
import type { CallbackDefinition } from "../library/callback.ts";
import type { MetricDefinition } from "../library/metric.ts";
import type { OptimizerDefinition } from "../library/optimizer.ts";
import type { RegularizerDefinition } from "../library/regularizer.ts";
import type { Entry, Expression, Section } from "../syntax/ast.ts";
import { instanceWithDefaults } from "../words/instance-of.ts";
import type { ParamType } from "../words/param.ts";
import { choice, flag, integer } from "../words/param-types.ts";
import { readContext, readInstance } from "../words/read-arguments.ts";
import type { Value } from "../words/value.ts";
import type { Instance, Vocabulary, Word } from "../words/word.ts";
import { entriesByOutput, type OutputEntry } from "./by-output.ts";
import { readClassWeights } from "./class-weight.ts";
import { completeLosses } from "./complete-losses.ts";
import { type ConstantScope, evaluate } from "./evaluate.ts";
import type { LayerIR, LossTerm, OutputIR, PointsTerm, TrainIR } from "./ir.ts";
import { readLossTerm, type TermContext } from "./loss-terms.ts";
import { checkCallbacks } from "./monitors.ts";
import { checkMetric } from "./objective-fit.ts";
import { entriesByKey } from "./section-entries.ts";
import type { PointsSection } from "./sections.ts";

const scalars = {
  batch_size: integer({ min: 1, max: 2 ** 31 - 1 }),
  epochs: integer({ min: 1 }),
  steps: integer({ min: 1 }),
  seed: integer({ min: 0 }),
  precision: choice("f32", "f64"),
  shuffle: flag,
} as const;

const words = ["optimizer", "callbacks", "regularizer"];
/** All that may stand in it. */
export const trainKeys = [
  "loss",
  "metrics",
  "class_weight",
  "sample_weight",
  ...words,
  ...Object.keys(scalars),
];

/** What is an argument of the optimizer here, where others name it at the side: of Adam, else of the plainest that has it. */
function argumentOf(key: string, { vocabulary }: TermContext): string | undefined {
  const plain = [...vocabulary.all("optimizer")].sort(
    (a, b) => Object.keys(a.params).length - Object.keys(b.params).length,
  );
  for (const { name, params } of [defaultOptimizer(vocabulary), ...plain]) {
    const param = suggest(key, Object.keys(params));
    if (param !== undefined) return `it is an argument of the optimizer: optimizer = ${name}(${param} = …)`;
  }
  return undefined;
}

export interface TrainEntries {
  readonly section: Section | undefined;
  readonly entries: ReadonlyMap<string, Entry>;
  /** As written, by name of output; undefined for one that was refused. */
  readonly losses: ReadonlyMap<string, LossTerm | undefined>;
  /** Formulas over points, by name of data section. */
  readonly formulas: ReadonlyMap<string, Expression>;
  /** Whether a term was given to a name that there is not. */
  readonly misnamed: boolean;
  /** Whether there is data with targets to compare outputs with. */
  readonly supervised: boolean;
}

/** What a file trains on: outputs that are compared with targets, points that formulas speak of, or both. */
export interface TrainedOn {
  readonly outputNames: readonly string[];
  readonly sections: readonly PointsSection[];
  /** A data section of rows, beside points. */
  readonly hasRows: boolean;
}

/** What the section says of itself, before there is a network: which loss is asked for decides how labels are read. */
export function readTrainEntries(
  section: Section | undefined,
  { outputNames, sections, hasRows }: TrainedOn,
  context: TermContext,
): TrainEntries {
  const { report } = context;
  const known = { section: "train", keys: trainKeys, elsewhere: (key: string) => argumentOf(key, context) };
  const entries = section ? entriesByKey(section.record, known, report) : new Map<string, Entry>();
  const loss = entries.get("loss");
  const supervised = hasRows || sections.length === 0;
  const points = sections.map(({ name }) => name);
  const names = [...(supervised ? outputNames : []), ...points];
  const noun = points.length === 0 ? "output" : supervised ? "output or data section" : "data section";
  const given = loss ? entriesByOutput(loss, names, report, noun) : [];
  const isFormula = ({ output }: OutputEntry): boolean => points.includes(output);
  const terms = given.filter((entry) => !isFormula(entry));
  return {
    ...{ section, entries, supervised },
    losses: new Map(terms.map(({ output, value }) => [output, readLossTerm(value, context)])),
    misnamed: loss?.value.kind === "record" && given.length < loss.value.entries.length,
    formulas: new Map(given.filter(isFormula).map(({ output, value }) => [output, value])),
  };
}

export interface TrainContext {
  readonly outputs: readonly OutputIR[];
  /** Names of all outputs of the file, those that are broken too. */
  readonly outputNames: readonly string[];
  readonly layers: readonly LayerIR[];
  readonly constants: ConstantScope;
  readonly vocabulary: Vocabulary;
  /** Of the points, by name of data section. */
  readonly terms: Readonly<Record<string, PointsTerm>>;
  /** False where the data section keeps no rows to validate with. */
  readonly validates: boolean;
  /** Where a finding goes when the file has no section. */
  readonly span: Span;
  readonly report: Report;
}

export function readTrainSection(written: TrainEntries, context: TrainContext): TrainIR {
  const { section, entries } = written;
  const span = section?.keyword ?? context.span;
  const losses = completeLosses(written, span, context);
  const classWeight = entries.get("class_weight");
  refuseBothLengths(entries, context.report);
  if (!written.supervised) refuseTargets(entries, context.report);
  const steps = readScalar("steps", scalars.steps, undefined, entries, context);
  const train: TrainIR = {
    losses,
    ...(Object.keys(context.terms).length > 0 ? { terms: context.terms } : {}),
    metrics: readMetrics(entries.get("metrics"), losses, context),
    optimizer: readOptimizer(entries.get("optimizer"), context),
    batchSize: readScalar("batch_size", scalars.batch_size, 32, entries, context),
    epochs: readScalar("epochs", scalars.epochs, 10, entries, context),
    ...(steps === undefined ? {} : { steps }),
    seed: readScalar("seed", scalars.seed, 0, entries, context),
    precision: readScalar("precision", scalars.precision, "f32", entries, context),
    shuffle: readScalar("shuffle", scalars.shuffle, true, entries, context),
    classWeight: classWeight ? readClassWeights(classWeight, context.outputNames, context.constants) : {},
    callbacks: readWords<CallbackDefinition>("callback", entries.get("callbacks"), context),
    spans: Object.fromEntries([...entries].map(([key, { value }]) => [key, value.span])),
    span,
  };
  checkCallbacks(context, train, context.validates, context.report);
  return train;
}

/** The regularizer of every kernel that has none of its own. */
export function readRegularizer(
  { entries }: TrainEntries,
  context: Pick<TrainContext, "constants" | "vocabulary" | "report">,
): Instance<RegularizerDefinition> | undefined {
  const [only] = readWords<RegularizerDefinition>("regularizer", entries.get("regularizer"), context);
  return only;
}

/** How many points or rows a step takes, where the section says so. */
export function readBatchSize(
  { entries }: TrainEntries,
  context: Pick<TrainContext, "constants" | "vocabulary">,
): number | undefined {
  return readScalar("batch_size", scalars.batch_size, undefined, entries, { ...context, report: () => {} });
}

/** What compares with targets, in a file that has none. */
function refuseTargets(entries: ReadonlyMap<string, Entry>, report: Report): void {
  for (const key of ["metrics", "class_weight"]) {
    const entry = entries.get(key);
    if (entry === undefined) continue;
    report({
      rule: "bad-option",
      severity: "error",
      message: `${key} compares outputs with targets, and points have none`,
      span: entry.key.span,
      help: "leave it out, or add a data section of rows with a target",
    });
  }
}

function refuseBothLengths(entries: ReadonlyMap<string, Entry>, report: Report): void {
  const [epochs, steps] = [entries.get("epochs"), entries.get("steps")];
  if (epochs === undefined || steps === undefined) return;
  report({
    rule: "bad-option",
    severity: "error",
    message: "`epochs` and `steps` both say how long to train",
    span: steps.key.span,
    related: [{ span: epochs.key.span, text: "the epochs" }],
    help: "an epoch is once through the rows, a step is one batch: keep one of the two",
  });
}

/** What was refused has been reported, and the default stands in for it. */
function readScalar<T, D>(
  key: string,
  type: ParamType<T>,
  initial: D,
  entries: ReadonlyMap<string, Entry>,
  { constants, vocabulary, report }: Pick<TrainContext, "constants" | "vocabulary" | "report">,
): T | D {
  const entry = entries.get(key);
  const value = entry && evaluate(entry.value, constants);
  if (!value) return initial;
  const reading = type.read(value, readContext(vocabulary));
  if (!reading.refused) return reading.value;
  const { message, help, replacement } = reading;
  report({
    rule: reading.rule ?? "bad-option",
    severity: "error",
    message: `${key} ${message}`,
    span: value.span,
    ...(help === undefined ? {} : { help }),
    ...(replacement === undefined
      ? {}
      : { fix: { title: replacement, edits: [{ span: value.span, text: replacement }], safe: false } }),
  });
  return initial;
}

function readOptimizer(entry: Entry | undefined, context: TrainContext): Instance<OptimizerDefinition> {
  const { vocabulary, constants, report } = context;
  const value = entry && evaluate(entry.value, constants);
  const read = value && readInstance("optimizer", value, vocabulary, report);
  if (read) return read as Instance<OptimizerDefinition>;
  return instanceWithDefaults(defaultOptimizer(vocabulary));
}

function defaultOptimizer(vocabulary: Vocabulary): OptimizerDefinition {
  const adam = vocabulary.find("optimizer", "Adam");
  if (adam === undefined) throw new Error("the library has no optimizer Adam");
  return adam as OptimizerDefinition;
}

function readMetrics(
  entry: Entry | undefined,
  losses: Readonly<Record<string, LossTerm>>,
  context: TrainContext,
): TrainIR["metrics"] {
  const metrics: Record<string, readonly Instance<MetricDefinition>[]> = {};
  if (!entry) return metrics;
  for (const { output, value } of entriesByOutput(entry, context.outputNames, context.report)) {
    const read = evaluate(value, context.constants);
    const instances = read ? readWordList<MetricDefinition>("metric", read, context) : [];
    const ir = context.outputs.find(({ name }) => name === output);
    metrics[output] = instances.filter(
      (metric) => !ir || checkMetric(metric, ir, losses[output], context.report),
    );
  }
  return metrics;
}

/** The words of an entry: one, or a list of them. */
function readWords<W extends Word>(
  kind: W["kind"],
  entry: Entry | undefined,
  context: Pick<TrainContext, "constants" | "vocabulary" | "report">,
): readonly Instance<W>[] {
  const value = entry && evaluate(entry.value, context.constants);
  return value === undefined || value.kind === "none" ? [] : readWordList<W>(kind, value, context);
}

/** What was refused has been reported and is left out. */
function readWordList<W extends Word>(
  kind: W["kind"],
  value: Value,
  { vocabulary, report }: Pick<TrainContext, "vocabulary" | "report">,
): readonly Instance<W>[] {
  const values = value.kind === "list" ? value.items : [value];
  // The vocabulary holds definitions of this kind only.
  return values.flatMap(
    (item) => (readInstance(kind, item, vocabulary, report) as Instance<W> | undefined) ?? [],
  );
}
