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
import type { Tensor } from "../tensor/types.ts";
import { type CallbackRun, keptStates, restoreCallbacks, startCallbacks } from "./callbacks.ts";
import type { Checkpoint, EpochRecord, FindingRecord, Progress } from "./checkpoint.ts";
import type { Engine } from "./engine.ts";
import { evaluationBatches } from "./evaluate.ts";
import { type RowWeights, requireFit } from "./feed.ts";
import { numbersFor, writeInitialSlots, writeInitialWeights } from "./initial-weights.ts";
import { type Plan, planOf } from "./plan.ts";
import { PointsFeed } from "./points-feed.ts";
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
  /** Something that a callback tells. */
  say?(text: string): void;
}

export interface TrainOptions {
  readonly model: ModelIR;
  readonly dataset: Dataset;
  readonly engine: Engine;
  readonly host: Pick<Host, "now" | "pause">;
  readonly observer?: TrainObserver;
  readonly fingerprints?: Readonly<Record<string, string>>;
  readonly resume?: Checkpoint;
  /** Of the layers that name a file for them, by path. */
  readonly initialWeights?: Readonly<Record<string, Tensor>>;
  /** How findings of the watch are silenced and ranked; false trains without it. */
  readonly watch?: JudgeOptions | false;
  /** Called once all is compiled, before the first step. */
  begun?(): Promise<void>;
  /** Called after the last epoch, when the run is interrupted, and between epochs that are `saveSeconds` apart. */
  save?(checkpoint: Checkpoint, trained: Trained): Promise<void>;
  /** Writes a file that a callback asks for, by its plain name. */
  write?(file: string, content: string | Uint8Array): Promise<void>;
  /** Asked between batches, at most every 50 ms. */
  interrupted?(): boolean;
}

export interface Trained {
  readonly layout: WeightLayout;
  readonly session: Session;
}

export interface TrainResult extends Trained {
  readonly status: "finished" | "interrupted" | "broken";
  /** Why a callback or a broken loss ended the training before its time. */
  readonly stopped?: string;
  /** What the watch has found in an epoch that was never complete. */
  readonly unfinished?: readonly FindingRecord[];
  readonly history: readonly EpochRecord[];
  readonly progress: Progress;
  /** Spent in this call on training and validation, compiling and saving included. */
  readonly seconds: number;
}

interface Broken {
  /** What there is to tell of the training. */
  readonly result: TrainResult;
  /** Which weights have been kept. */
  readonly left: string;
  /** A finding of the watch has told already that the loss broke, and where. */
  readonly told: boolean;
}

/** The loss became no number. */
export class BrokenTraining extends UserError {
  constructor(
    message: string,
    help: string,
    readonly broken: Broken,
  ) {
    super(message, { help });
  }
}

export interface Run {
  readonly options: TrainOptions;
  readonly train: TrainIR;
  readonly dataset: Dataset;
  readonly weights: RowWeights;
  readonly layout: WeightLayout;
  readonly session: Session;
  readonly watch: Watch | undefined;
  readonly plan: Plan;
  readonly points: readonly PointsFeed[];
  readonly callbacks: readonly CallbackRun[];
  readonly history: EpochRecord[];
  epochs: number;
  position: number;
  step: number;
  tally: Tally;
  /** A learning rate that a callback set. */
  rate: number | undefined;
  /** Why a callback ended the training. */
  stopped: string | undefined;
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
    rows: dataset.train.rows,
  };
  const plan = planOf(train, dataset.train.rows);
  const batches = trainBatches(plan);
  const session = await engine([
    ...batches.map((batch) => lowerProgram(lowering, "train", batch)),
    ...(options.watch === false ? [] : [lowerProgram(lowering, "watch", batches[0] as number)]),
    ...evaluationBatches([dataset.validation, dataset.test]).map((batch) =>
      lowerProgram(lowering, "evaluate", batch),
    ),
  ]);
  const begins = { model, layout, seed: train.seed, given: options.initialWeights };
  writeInitialWeights(begins, session.state, await numbersFor(begins));
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
    plan,
    points: Object.entries(train.terms ?? {}).map(([name, term]) => new PointsFeed(name, term, model, train)),
    callbacks: startCallbacks(model, train, dataset.validation !== undefined),
    history: [],
    epochs: 0,
    position: 0,
    step: 0,
    tally: new Tally(model, train),
    rate: undefined,
    stopped: undefined,
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
  const { steps } = planOf(trainSection(options.model), dataset.train.rows);
  const run: WatchedRun = { lowering, engine, session, dataset, rows: batches[0] as number, steps };
  const told = (finding: Diagnostic) => observer?.finding?.(finding);
  const started = new Watch(run, { ...(watch || {}), told });
  started.knows(resume?.progress.history.flatMap(({ findings }) => findings ?? []) ?? []);
  return started;
}

/** The batch size, and that of the last, smaller batch where the rows do not divide. */
function trainBatches({ batch, rowsPerEpoch }: Plan): number[] {
  return rowsPerEpoch % batch === 0 ? [batch] : [batch, rowsPerEpoch % batch];
}

export function progressOf(run: Run): Progress {
  return {
    epochs: run.epochs,
    position: run.position,
    step: run.step,
    tally: run.position > 0 ? run.tally.save() : undefined,
    history: [...run.history],
    ...(run.callbacks.length > 0 ? { callbacks: run.callbacks.map(({ state }) => state) } : {}),
    ...(run.rate === undefined ? {} : { rate: run.rate }),
    ...(run.stopped === undefined ? {} : { stopped: run.stopped }),
  };
}

export async function save(run: Run): Promise<void> {
  const { options, session, layout } = run;
  await options.save?.(
    {
      progress: progressOf(run),
      state: { ...session.state, ...keptStates(run) },
      fingerprints: options.fingerprints ?? {},
    },
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
  run.rate = progress.rate;
  run.stopped = progress.stopped;
  restoreCallbacks(run, progress.callbacks, state);
  if (progress.tally) run.tally.restore(progress.tally);
}

export function result(run: Run, status: TrainResult["status"]): TrainResult {
  return {
    status,
    ...(run.stopped === undefined ? {} : { stopped: run.stopped }),
    history: run.history,
    progress: progressOf(run),
    session: run.session,
    layout: run.layout,
    seconds: run.options.host.now() - run.begin,
  };
}
