/** The training loop: epochs of batches, validation after each, checkpoints, and a stop that loses nothing. */
import { UserError } from "../base/user-error.ts";
import { shuffledOrder } from "../data/batches.ts";
import { learningRateAt } from "../library/schedule.ts";
import { programName } from "../lower/programs.ts";
import { averageState } from "../lower/update.ts";
import type { Instance } from "../words/word.ts";
import { evaluatePart } from "./evaluate.ts";
import { feed } from "./feed.ts";
import { type Logs, Tally } from "./tally.ts";
import {
  type Run,
  restore,
  result,
  save,
  startRun,
  type TrainOptions,
  type TrainResult,
} from "./training-run.ts";

/** Seconds between checkpoints: a flush to disk costs more than an epoch over a small table. */
const saveSeconds = 2;

/** Trains to the end of `train.epochs`, or until interrupted. The same model, data and seed give the same bits. */
export async function trainModel(options: TrainOptions): Promise<TrainResult> {
  const run = await startRun(options);
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
