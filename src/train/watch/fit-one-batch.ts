/** `nnet train --one-batch`: can the network learn a single batch by heart? Nothing is kept. */
import type { Diagnostic } from "../../base/diagnostic.ts";
import { UserError } from "../../base/user-error.ts";
import { type JudgeOptions, judgeWatched } from "../../check/judge-watched.ts";
import { modelGraph } from "../../check/model-graph.ts";
import { batchFitShare, batchFitSteps, type WatchedBatchFit } from "../../check/watched.ts";
import { shuffledOrder } from "../../data/batches.ts";
import type { DataPart, RowArray } from "../../data/dataset.ts";
import { trainSection } from "../../lower/programs.ts";
import { trainModel } from "../train-model.ts";
import type { TrainOptions } from "../training-run.ts";

export interface BatchFit extends WatchedBatchFit {
  /** `stopped`: it was interrupted before, so nobody knows. */
  readonly outcome: "learned" | "not learned" | "stopped";
  readonly findings: readonly Diagnostic[];
}

export async function fitOneBatch(
  options: TrainOptions & { readonly watch?: JudgeOptions },
): Promise<BatchFit> {
  const { model, dataset, interrupted } = options;
  const own = trainSection(model);
  if (own.terms) {
    throw new UserError("--one-batch learns rows by heart, and this model trains on points that are drawn", {
      help: "train it for a few steps: --set train.steps=1000",
      exitCode: 2,
    });
  }
  const rows = Math.min(own.batchSize, dataset.train.rows);
  const part = takeRows(dataset.train, shuffledOrder(own.seed, 0, dataset.train.rows).subarray(0, rows));
  // Validation on the same rows measures without dropout what has been learned of them.
  const { steps: _, ...kept } = own;
  const train = { ...kept, batchSize: rows, epochs: batchFitSteps, classWeight: {}, callbacks: [] };
  const losses: number[] = [];
  const fits = () => (losses.at(-1) ?? Number.NaN) <= batchFitShare * (losses[0] ?? 0);
  const { progress, status } = await trainModel({
    model: { ...model, train },
    dataset: { train: part, validation: part, preprocessing: dataset.preprocessing },
    engine: options.engine,
    host: options.host,
    ...(options.initialWeights ? { initialWeights: options.initialWeights } : {}),
    watch: false,
    observer: {
      epoch: ({ logs }) => losses.push(losses.length === 0 ? (logs.loss ?? 0) : (logs.val_loss ?? 0)),
    },
    interrupted: () => (interrupted?.() ?? false) || fits(),
  });
  const outcome = fits() ? "learned" : status === "interrupted" ? "stopped" : "not learned";
  const fit = { rows, steps: progress.step, first: losses[0] ?? 0, last: losses.at(-1) ?? 0 };
  const watched = {
    ...{ model, graph: modelGraph(model), train: own, step: fit.steps, steps: batchFitSteps, oneBatch: fit },
    ...{
      loss: { first: fit.first, smoothed: fit.last, lowest: fit.last },
      outputs: [],
      layers: [],
      readings: 0,
      epochs: [],
    },
  };
  const findings = outcome === "stopped" ? [] : judgeWatched(watched, "oneBatch", options.watch);
  return { ...fit, outcome, findings };
}

function takeRows(part: DataPart, rows: Int32Array): DataPart {
  const taken = (arrays: DataPart["features"]) =>
    Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, rowsOf(array, rows)]));
  return { rows: rows.length, features: taken(part.features), targets: taken(part.targets) };
}

function rowsOf(array: RowArray, rows: Int32Array): RowArray {
  const width = array.values.length / array.rows;
  const values = array.values.slice(0, rows.length * width);
  for (const [i, row] of rows.entries())
    values.set(array.values.subarray(row * width, (row + 1) * width), i * width);
  return { ...array, rows: rows.length, values };
}
