/** The training loop: epochs of batches, validation after each, checkpoints, and a stop that loses nothing. */
import type { Host } from "../base/host.ts";
import { UserError } from "../base/user-error.ts";
import { shuffledOrder } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { learningRateAt } from "../library/schedule.ts";
import { type Lowering, lowerProgram, programName, trainSection } from "../lower/programs.ts";
import { averageState } from "../lower/update.ts";
import { layoutWeights, type WeightLayout } from "../lower/weight-layout.ts";
import type { ModelIR, TrainIR } from "../model/ir.ts";
import type { Session } from "../runtime/session.ts";
import { builder } from "../tensor/build.ts";
import type { Instance } from "../words/word.ts";
import type { Checkpoint, EpochRecord, Progress } from "./checkpoint.ts";
import type { Engine } from "./engine.ts";
import { evaluatePart, evaluationBatches } from "./evaluate.ts";
import { feed, type RowWeights, requireFit } from "./feed.ts";
import { writeInitialSlots, writeInitialWeights } from "./initial-weights.ts";
import { rowWeights } from "./row-weights.ts";
import { type Logs, Tally } from "./tally.ts";

/** Seconds between checkpoints: a flush to disk costs more than an epoch over a small table. */
const saveSeconds = 2;

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
}

export interface TrainOptions {
  readonly model: ModelIR;
  readonly dataset: Dataset;
  readonly engine: Engine;
  readonly host: Pick<Host, "now" | "pause">;
  readonly observer?: TrainObserver;
  readonly fingerprints?: Readonly<Record<string, string>>;
  readonly resume?: Checkpoint;
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

/** Trains to the end of `train.epochs`, or until interrupted. The same model, data and seed give the same bits. */
export async function trainModel(options: TrainOptions): Promise<TrainResult> {
  const run = await openRun(options);
  if (options.resume) restore(run, options.resume);
  const { train, dataset } = run;
  while (run.epochs < train.epochs) {
    const finished = await trainEpoch(run);
    if (!finished) {
      await save(run);
      return result(run, "interrupted");
    }
    const logs = run.tally.logs();
    const validation = dataset.validation
      ? evaluatePart(run.session, options.model, train, dataset.validation)
      : undefined;
    run.epochs += 1;
    run.position = 0;
    run.tally = new Tally(options.model, train);
    const record = { epoch: run.epochs, step: run.step, logs: { ...logs, ...prefixed("val_", validation) } };
    run.history.push(record);
    if (run.epochs === train.epochs) useAverage(run);
    if (run.epochs === train.epochs || options.host.now() - run.lastSave > saveSeconds) await save(run);
    options.observer?.epoch?.(record);
  }
  return result(run, "finished");
}

interface Run {
  readonly options: TrainOptions;
  readonly train: TrainIR;
  readonly dataset: Dataset;
  readonly weights: RowWeights;
  readonly layout: WeightLayout;
  readonly session: Session;
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

async function openRun(options: TrainOptions): Promise<Run> {
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
  const session = await engine([
    ...trainBatches(train, dataset.train.rows).map((batch) => lowerProgram(lowering, "train", batch)),
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
    history: [],
    epochs: 0,
    position: 0,
    step: 0,
    tally: new Tally(model, train),
    lastPause: host.now(),
    lastSave: host.now(),
    savedEpochs: options.resume?.progress.epochs ?? 0,
    begin,
  };
}

/** The batch size, and that of the last, smaller batch where the rows do not divide. */
function trainBatches(train: TrainIR, rows: number): number[] {
  const full = Math.min(train.batchSize, rows);
  return rows % full === 0 ? [full] : [full, rows % full];
}

/** True when the epoch is complete, false when it was interrupted. */
async function trainEpoch(run: Run): Promise<boolean> {
  const { train, dataset, options } = run;
  const rows = dataset.train.rows;
  const order = train.shuffle ? shuffledOrder(train.seed, run.epochs, rows) : inOrder(rows);
  const full = Math.min(train.batchSize, rows);
  while (run.position < rows) {
    const count = Math.min(full, rows - run.position);
    trainBatch(run, order, count);
    options.observer?.step?.({
      epoch: run.epochs + 1,
      position: run.position,
      rows,
      logs: () => run.tally.logs(),
    });
    if (await interruptedNow(run)) return run.position === rows;
  }
  return true;
}

function trainBatch(run: Run, order: Int32Array, count: number): void {
  const program = run.session.program(programName("train", count));
  feed(program, run.dataset.train, run.weights, order, run.position, count);
  const { step, learning_rate: learningRate } = program.inputs;
  run.step += 1;
  if (step) step[0] = run.step;
  if (learningRate) learningRate[0] = learningRateOf(run, run.step - 1);
  program.run();
  requireFinite(run, program.outputs.loss?.[0] as number);
  run.tally.add(program, count);
  run.position += count;
}

/** At the end the mean of the weights takes their place, where one is kept; as in Keras, not for the last validation. */
function useAverage({ session: { state } }: Run): void {
  const average = state[averageState];
  if (average) state.weights?.set(average);
}

/** Of batch `batch`, from 0: schedules count updates, as Keras does. */
function learningRateOf({ train, dataset }: Run, batch: number): number {
  const { learning_rate, gradient_accumulation_steps } = train.optimizer.params;
  const batches = train.epochs * Math.ceil(dataset.train.rows / train.batchSize);
  const each = (gradient_accumulation_steps as number | null) ?? 1;
  const updates = Math.max(1, Math.floor(batches / each));
  return learningRateAt(learning_rate as number | Instance, Math.floor(batch / each), updates);
}

function requireFinite(run: Run, loss: number): void {
  if (Number.isFinite(loss)) return;
  const saved =
    run.epochs === 0 ? "nothing had been saved yet" : `the weights after epoch ${run.epochs} are kept`;
  throw new UserError(
    `the loss became ${Number.isNaN(loss) ? "NaN (not a number)" : "infinite"} at step ${run.step}, in epoch ${run.epochs + 1}; ${saved}`,
    {
      help: "lower the learning rate, scale the features (normalize = zscore), or clip gradients (clipnorm = 1.0)",
    },
  );
}

async function interruptedNow(run: Run): Promise<boolean> {
  const { host, interrupted } = run.options;
  if (host.now() - run.lastPause < 0.05) return false;
  await host.pause();
  run.lastPause = host.now();
  return interrupted?.() ?? false;
}

function inOrder(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row);
}

function prefixed(prefix: string, logs: Logs | undefined): Logs {
  return Object.fromEntries(Object.entries(logs ?? {}).map(([name, value]) => [prefix + name, value]));
}

function progressOf(run: Run): Progress {
  return {
    epochs: run.epochs,
    position: run.position,
    step: run.step,
    tally: run.position > 0 ? run.tally.save() : undefined,
    history: run.history,
  };
}

async function save(run: Run): Promise<void> {
  const { options, session, layout } = run;
  await options.save?.(
    { progress: progressOf(run), state: session.state, fingerprints: options.fingerprints ?? {} },
    { session, layout },
  );
  run.lastSave = options.host.now();
  run.savedEpochs = run.epochs;
}

function restore(run: Run, { progress, state }: Checkpoint): void {
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
  run.history.push(...progress.history);
  if (progress.tally) run.tally.restore(progress.tally);
}

function result(run: Run, status: TrainResult["status"]): TrainResult {
  return {
    status,
    history: run.history,
    progress: progressOf(run),
    session: run.session,
    layout: run.layout,
    seconds: run.options.host.now() - run.begin,
  };
}
