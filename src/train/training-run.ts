/** A training run: what it is asked for, what it holds while it goes, and how it is stopped and taken up again. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { UserError } from "../base/user-error.ts";
import type { JudgeOptions } from "../check/judge-watched.ts";
import type { Dataset } from "../data/dataset.ts";
import { type Lowering, lowerProgram, trainSection } from "../lower/programs.ts";
import { layoutWeights, type WeightLayout } from "../lower/weight-layout.ts";
import type { ModelIR, TrainIR } from "../model/ir.ts";
import type { Session } from "../runtime/session.ts";
import { builder } from "../tensor/build.ts";
import type { Checkpoint, EpochRecord, Progress } from "./checkpoint.ts";
import type { Engine } from "./engine.ts";
import { evaluationBatches } from "./evaluate.ts";
import { type RowWeights, requireFit } from "./feed.ts";
import { writeInitialSlots, writeInitialWeights } from "./initial-weights.ts";
import { rowWeights } from "./row-weights.ts";
import { type Logs, Tally } from "./tally.ts";
import { Watch, type WatchedRun } from "./watch/watch.ts";

export interface StepReport {
  /** From 1. */
  readonly epoch: number;
  /** Rows of this epoch used so far, of `rows`. */
  readonly position: number;
  readonly rows: number;
  /** Running figures of the epoch; computed when asked for. */
  logs(): Logs;
}

/** Told what happens; it changes nothing. */
export interface TrainObserver {
  compiled?(bytes: number, seconds: number): void;
  step?(report: StepReport): void;
  epoch?(record: EpochRecord): void;
  /** What the watch finds, once each. */
  finding?(finding: Diagnostic): void;
}

export interface TrainOptions {
  readonly model: ModelIR;
  readonly dataset: Dataset;
  readonly engine: Engine;
  readonly host: Pick<Host, "now" | "pause">;
  readonly observer?: TrainObserver;
  readonly fingerprints?: Readonly<Record<string, string>>;
  readonly resume?: Checkpoint;
  /** How findings of the watch are silenced and ranked; false trains without it. */
  readonly watch?: JudgeOptions | false;
  /** Called after the last epoch, when the run is interrupted, and between epochs that are `saveSeconds` apart. */
  save?(checkpoint: Checkpoint, trained: Trained): Promise<void>;
  /** Asked between batches, at most every 50 ms. */
  interrupted?(): boolean;
}

export interface Trained {
  readonly layout: WeightLayout;
  readonly session: Session;
}

export interface TrainResult extends Trained {
  readonly status: "finished" | "interrupted";
  readonly history: readonly EpochRecord[];
  readonly progress: Progress;
  /** Spent in this call on training and validation, compiling and saving included. */
  readonly seconds: number;
}

export interface Run {
  readonly options: TrainOptions;
  readonly train: TrainIR;
  readonly dataset: Dataset;
  readonly weights: RowWeights;
  readonly layout: WeightLayout;
  readonly session: Session;
  readonly watch: Watch | undefined;
  readonly history: EpochRecord[];
  epochs: number;
  position: number;
  step: number;
  tally: Tally;
  lastPause: number;
  lastSave: number;
  /** Epochs in the last checkpoint; 0 before the first. */
  savedEpochs: number;
  readonly begin: number;
}

export async function startRun(options: TrainOptions): Promise<Run> {
  const { model, dataset, engine, host } = options;
  const train = trainSection(model);
  requireFit(model, train, dataset);
  const begin = host.now();
  const layout = layoutWeights(model);
  const weights = rowWeights(train, dataset.train, dataset.preprocessing);
  const lowering: Lowering = {
    g: builder,
    model,
    layout,
    float: train.precision,
    seed: train.seed,
    rowWeights: Object.keys(weights).length > 0,
  };
  const batches = trainBatches(train, dataset.train.rows);
  const session = await engine([
    ...batches.map((batch) => lowerProgram(lowering, "train", batch)),
    ...(options.watch === false ? [] : [lowerProgram(lowering, "watch", batches[0] as number)]),
    ...evaluationBatches([dataset.validation, dataset.test]).map((batch) =>
      lowerProgram(lowering, "evaluate", batch),
    ),
  ]);
  writeInitialWeights(layout, train.seed, session.state);
  writeInitialSlots(train, layout, session.state);
  options.observer?.compiled?.(session.bytes, host.now() - begin);
  return {
    options,
    train,
    dataset,
    weights,
    layout,
    session,
    watch: options.watch === false ? undefined : startWatch(options, lowering, session, batches),
    history: [],
    epochs: 0,
    position: 0,
    step: 0,
    tally: new Tally(model, train),
    // The first batch is followed by a look at what the user wants, however quick the run.
    lastPause: Number.NEGATIVE_INFINITY,
    lastSave: host.now(),
    savedEpochs: options.resume?.progress.epochs ?? 0,
    begin,
  };
}

function startWatch(
  options: TrainOptions,
  lowering: Lowering,
  session: Session,
  batches: readonly number[],
): Watch {
  const { dataset, engine, observer, watch, resume } = options;
  const { batchSize, epochs } = trainSection(options.model);
  const steps = epochs * Math.ceil(dataset.train.rows / batchSize);
  const run: WatchedRun = { lowering, engine, session, dataset, rows: batches[0] as number, steps };
  const told = (finding: Diagnostic) => observer?.finding?.(finding);
  const started = new Watch(run, { ...(watch || {}), told });
  started.knows(resume?.progress.history.flatMap(({ findings }) => findings ?? []) ?? []);
  return started;
}

/** The batch size, and that of the last, smaller batch where the rows do not divide. */
function trainBatches(train: TrainIR, rows: number): number[] {
  const full = Math.min(train.batchSize, rows);
  return rows % full === 0 ? [full] : [full, rows % full];
}

export function progressOf(run: Run): Progress {
  return {
    epochs: run.epochs,
    position: run.position,
    step: run.step,
    tally: run.position > 0 ? run.tally.save() : undefined,
    history: [...run.history],
  };
}

export async function save(run: Run): Promise<void> {
  const { options, session, layout } = run;
  await options.save?.(
    { progress: progressOf(run), state: session.state, fingerprints: options.fingerprints ?? {} },
    { session, layout },
  );
  run.lastSave = options.host.now();
  run.savedEpochs = run.epochs;
}

/** Puts a run to where it was: one that begins, or one that goes back to its last sound state. */
export function restore(run: Run, { progress, state }: Pick<Checkpoint, "progress" | "state">): void {
  for (const [name, values] of Object.entries(run.session.state)) {
    const saved = state[name];
    if (saved?.length !== values.length) {
      throw new UserError("the checkpoint is of another network: its weights have other sizes", {
        help: "train again without --resume",
      });
    }
    values.set(saved);
  }
  run.epochs = progress.epochs;
  run.position = progress.position;
  run.step = progress.step;
  run.history.splice(0, run.history.length, ...progress.history);
  run.tally = new Tally(run.options.model, run.train);
  if (progress.tally) run.tally.restore(progress.tally);
}

export function result(run: Run, status: TrainResult["status"]): TrainResult {
  return {
    status,
    history: run.history,
    progress: progressOf(run),
    session: run.session,
    layout: run.layout,
    seconds: run.options.host.now() - run.begin,
  };
}
