/** Predictions with what is told of outputs that are distributions: an interval where their values are amounts, and draws. */
import { supportOf } from "../library/distribution.ts";
import type { Purpose } from "../lower/programs.ts";
import type { ModelIR } from "../model/ir.ts";
import { asksAmount } from "../model/loss-facts.ts";
import { outputDistribution } from "../model/output-distribution.ts";
import { type DrawOptions, drawRows } from "./draw-rows.ts";
import type { Engine } from "./engine.ts";
import { openRun } from "./open-run.ts";
import { type PredictedOutput, predictRows } from "./predict.ts";
import { type Features, predictionBatch } from "./prediction-batches.ts";
import type { SavedRun } from "./run-folder.ts";

export interface SpreadPredictions {
  readonly rows: number;
  readonly outputs: Readonly<Record<string, SpreadOutput>>;
}

export interface SpreadOutput extends PredictedOutput {
  readonly samples: readonly Float64Array[];
}

export async function spreadPredictions(
  run: SavedRun,
  engine: Engine,
  features: Features,
  asked: DrawOptions,
): Promise<SpreadPredictions> {
  const { model } = run;
  const distributed = distributedOutputs(model);
  const names = [...distributed.keys()];
  const purposes: Purpose[] = names.length === 0 ? ["predict"] : ["predict", "draw"];
  const session = await openRun(run, engine, purposes, [predictionBatch], {
    ...(asked.interval === undefined ? {} : { interval: asked.interval }),
  });
  const { rows, outputs } = predictRows(session, model, features);
  const open = names.filter((name) => distributed.get(name) && outputs[name]?.bounds === undefined);
  const interval = open.length > 0 ? asked.interval : undefined;
  const drawn =
    names.length > 0 && (asked.samples > 0 || interval !== undefined)
      ? drawRows(session, names, features, { samples: asked.samples, interval })
      : {};
  const spread = Object.entries(outputs).map(([name, output]): [string, SpreadOutput] => {
    const { samples = [], low, high } = drawn[name] ?? {};
    const bounds = open.includes(name) && low && high ? { bounds: { low, high } } : {};
    return [name, { ...output, ...bounds, samples }];
  });
  return { rows, outputs: Object.fromEntries(spread) };
}

/** By name, whether the values are amounts, so that an interval of them means something. */
function distributedOutputs({ outputs, layers }: ModelIR): ReadonlyMap<string, boolean> {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  return new Map(
    outputs.flatMap(({ name, value }) => {
      const distribution = outputDistribution(value, byId);
      return distribution ? [[name, asksAmount(supportOf(distribution))] as const] : [];
    }),
  );
}
