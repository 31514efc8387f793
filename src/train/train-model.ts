/** The training loop: epochs of batches, validation after each, callbacks, checkpoints, and a stop that loses nothing. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { positionOf } from "../base/source.ts";
import { shuffledOrder } from "../data/batches.ts";
import { learningRateAt } from "../library/schedule.ts";
import { isSupervised, programName } from "../lower/programs.ts";
import { averageState } from "../lower/update.ts";
import { setsRate } from "../model/monitors.ts";
import type { BoundProgram } from "../runtime/session.ts";
import type { Instance } from "../words/word.ts";
import {
  beginEpoch,
  endBatch,
  endEpoch,
  endsOnNaN,
  keepInitial,
  restoreKept,
  swapMean,
} from "./callbacks.ts";
import type { EpochRecord, FindingRecord } from "./checkpoint.ts";
import { evaluatePart } from "./evaluate.ts";
import { feed } from "./feed.ts";
import { type Logs, Tally } from "./tally.ts";
import {
  BrokenTraining,
  progressOf,
  type Run,
  restore,
  result,
  save,
  startRun,
  type TrainOptions,
  type TrainResult,
} from "./training-run.ts";
import type { Snapshot, WatchedBatch } from "./watch/snapshots.ts";

/** Seconds between checkpoints: a flush to disk costs more than an epoch over a small table. */
const saveSeconds = 2;

/** Trains to the end of the plan, until a callback stops, or until interrupted. The same model, data and seed give the same bits. */
export async function trainModel(options: TrainOptions): Promise<TrainResult> {
  const run = await startRun(options);
  keepInitial(run);
  if (options.resume) restore(run, options.resume);
  await options.begun?.();
  while (!isOver(run)) {
    const end = await trainEpoch(run);
    if (end === "inside") {
      await save(run);
      return result(run, "interrupted");
    }
    const record = run.stopped === undefined ? await closeEpoch(run) : undefined;
    // Before it is saved: what a flush takes is no part of the epoch.
    if (record) options.observer?.epoch?.(record);
    if (isOver(run)) finish(run);
    if (isOver(run) || options.host.now() - run.lastSave > saveSeconds) await save(run);
    if (end === "interrupted" && !isOver(run)) {
      await save(run);
      return result(run, "interrupted");
    }
  }
  return result(run, "finished");
}

/** The epoch that is over, with what the watch has found in it. */
function recordOf(run: Run, logs: Logs): EpochRecord {
  const { epochs, step, watch } = run;
  watch?.epoch({ epoch: epochs, step, logs });
  const findings = newFindings(run);
  return { epoch: epochs, step, logs, ...(findings.length > 0 ? { findings } : {}) };
}

function newFindings({ watch }: Run): readonly FindingRecord[] {
  return watch?.takeFindings().map(findingRecord) ?? [];
}

function findingRecord({ rule, severity, message, span, evidence }: Diagnostic): FindingRecord {
  const { source } = span;
  const { line } = positionOf(source, span.start);
  const of = source.imported || source.argument ? { of: source.name } : {};
  return { rule, severity, message, line, ...of, ...(evidence ? { evidence } : {}) };
}

function isOver(run: Run): boolean {
  return run.stopped !== undefined || run.step >= run.plan.steps;
}

/** Whether the epoch is complete or the run is over, and whether the user wants it to stop: inside the epoch, or behind it. */
async function trainEpoch(run: Run): Promise<"complete" | "inside" | "interrupted"> {
  const { train, plan, options } = run;
  const { rowsPerEpoch: rows } = plan;
  const order = train.shuffle ? shuffledOrder(train.seed, run.epochs, rows) : inOrder(rows);
  if (run.position === 0) await beginEpoch(run, plannedRate(run, run.step));
  while (run.position < rows && !isOver(run)) {
    const count = Math.min(plan.batch, rows - run.position);
    await trainBatch(run, order, count);
    if (run.stopped !== undefined) return "complete";
    await endBatch(run, rateOf(run, run.step - 1));
    options.observer?.step?.({
      epoch: run.epochs + 1,
      position: run.position,
      rows,
      logs: () => run.tally.logs(),
    });
    if (!(await interruptedNow(run))) continue;
    return run.position === rows || isOver(run) ? "interrupted" : "inside";
  }
  return "complete";
}

async function trainBatch(run: Run, order: Int32Array, count: number): Promise<void> {
  const { position } = run;
  const batch: WatchedBatch = {
    step: run.step + 1,
    rows: count,
    learningRate: rateOf(run, run.step),
    fill: (program) => fillBatch(run, program, batch, order, position),
  };
  const name = run.watch?.programFor(batch, () => progressOf(run)) ?? programName("train", count);
  const program = run.session.program(name);
  batch.fill(program);
  program.run();
  run.watch?.ran(batch, program);
  run.step += 1;
  const loss = program.outputs.loss?.[0] as number;
  if (!Number.isFinite(loss)) return stopBroken(run, batch, loss);
  run.tally.add(program, count);
  run.position += count;
}

function fillBatch(
  run: Run,
  program: BoundProgram,
  batch: WatchedBatch,
  order: Int32Array,
  position: number,
): void {
  if (isSupervised(run.train)) feed(program, run.dataset.train, run.weights, order, position, batch.rows);
  for (const points of run.points) points.feed(program, batch.step);
  const { step, learning_rate: learningRate } = program.inputs;
  if (step) step[0] = batch.step;
  if (learningRate) learningRate[0] = batch.learningRate;
}

/** Validates, asks the callbacks, and begins the next epoch. */
async function closeEpoch(run: Run): Promise<EpochRecord> {
  const { train, dataset, options, session } = run;
  const rate = rateOf(run, run.step - 1);
  const own = run.tally.logs();
  swapMean(run, session.state[averageState]);
  const validation = dataset.validation
    ? evaluatePart(session, options.model, train, dataset.validation)
    : undefined;
  const logs = {
    ...own,
    ...prefixed("val_", validation),
    ...(setsRate(train) ? { learning_rate: rate } : {}),
  };
  await endEpoch(run, run.epochs, logs, rate);
  swapMean(run, session.state[averageState]);
  run.epochs += 1;
  run.position = 0;
  run.tally = new Tally(options.model, train);
  const record = recordOf(run, logs);
  run.history.push(record);
  return record;
}

/** The mean of the weights takes their place, where one is kept; as in Keras, not for the last validation. */
function finish(run: Run): void {
  const { state } = run.session;
  const average = state[averageState];
  if (average) state.weights?.set(average);
  restoreKept(run);
}

function rateOf(run: Run, batch: number): number {
  return run.rate ?? plannedRate(run, batch);
}

/** Of batch `batch`, from 0: schedules count updates, as Keras does. */
function plannedRate({ train, plan }: Run, batch: number): number {
  const { learning_rate, gradient_accumulation_steps } = train.optimizer.params;
  const each = (gradient_accumulation_steps as number | null) ?? 1;
  const updates = Math.max(1, Math.floor(plan.steps / each));
  return learningRateAt(learning_rate as number | Instance, Math.floor(batch / each), updates);
}

/** The loss is no number: goes back to the last weights that were sound, and ends or says what happened. */
async function stopBroken(run: Run, batch: WatchedBatch, loss: number): Promise<void> {
  const epoch = run.epochs + 1;
  const { kept, told } = (await run.watch?.failed(batch, epoch, loss)) ?? { kept: undefined, told: false };
  if (kept) restore(run, kept);
  const became = Number.isNaN(loss) ? "NaN (not a number)" : "infinite";
  const where = `at step ${batch.step}, in epoch ${epoch}`;
  const what = `the loss became ${became} ${where}`;
  if (endsOnNaN(run, kept === undefined)) {
    run.stopped = `${what}; ${kept ? keptWeights(run, kept) : `the weights after epoch ${run.epochs} are kept`}`;
    return;
  }
  if (kept) await save(run);
  const left = keptWeights(run, kept);
  const message = `${what}; ${left}`;
  const help =
    "lower the learning rate, scale the features (normalize = zscore), or clip gradients (clipnorm = 1.0)";
  const broken = { ...result(run, "broken"), stopped: message, unfinished: newFindings(run) };
  throw new BrokenTraining(message, help, { result: broken, left, told });
}

function keptWeights({ savedEpochs }: Run, kept: Snapshot | undefined): string {
  if (kept) {
    const { step } = kept.progress;
    return step === 0 ? "the initial weights are kept" : `the weights after step ${step} are kept`;
  }
  return savedEpochs === 0 ? "nothing had been saved yet" : `the weights after epoch ${savedEpochs} are kept`;
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
