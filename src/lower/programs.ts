/**
 * The programs of a model: train (one update), evaluate (loss and metrics of a batch), predict (outputs of a batch); watch
 * and trace are train with what the watch wants to know among the outputs.
 */
import { UserError } from "../base/user-error.ts";
import type { ModelIR, TrainIR } from "../model/ir.ts";
import type { Builder } from "../tensor/builder.ts";
import { gradient } from "../tensor/gradient.ts";
import type { Node } from "../tensor/node.ts";
import type { Program } from "../tensor/program.ts";
import type { FloatType } from "../tensor/types.ts";
import { type Forward, lowerForward } from "./forward.ts";
import { lowerObjective, type Objective } from "./objective.ts";
import { lowerUpdate } from "./update.ts";
import { finiteOutputs, type LoweredStep, watchOutputs } from "./watch-outputs.ts";
import type { PlacedWeight, WeightLayout } from "./weight-layout.ts";

/** What programs are made from: one model at one precision. */
export interface Lowering {
  readonly g: Builder;
  readonly model: ModelIR;
  readonly layout: WeightLayout;
  readonly float: FloatType;
  readonly seed: number;
  /** Rows carry weights of their own (class weights). */
  readonly rowWeights: boolean;
}

export type Purpose = "train" | "watch" | "trace" | "evaluate" | "predict";

export function programName(purpose: Purpose, batch: number): string {
  return `${purpose}@${batch}`;
}

export function lossOutput(output: string): string {
  return `loss/${output}`;
}

export function statisticOutput(metric: string, statistic: string): string {
  return `metric/${metric}/${statistic}`;
}

export function predictionOutput(output: string): string {
  return `output/${output}`;
}

export function lowerProgram(lowering: Lowering, purpose: Purpose, batch: number): Program {
  const { g, model, layout, float, seed } = lowering;
  const training = purpose !== "evaluate" && purpose !== "predict";
  const forward = lowerForward(g, model, layout, { batch, training, float, seed });
  const name = programName(purpose, batch);
  if (purpose === "predict") {
    const outputs = Object.entries(forward.outputs).map(([output, node]) => [predictionOutput(output), node]);
    return { name, outputs: Object.fromEntries(outputs), updates: {} };
  }
  const train = trainSection(model);
  const rowWeights = lowering.rowWeights && training;
  const objective = lowerObjective(g, model, train, forward, { float, rowWeights });
  const loss = forward.penalties.reduce((sum, penalty) => g.add(sum, penalty), objective.loss);
  const outputs = named(objective, loss);
  if (!training) return { name, outputs, updates: {} };
  const weights = layout.trainable.map(({ path }) => forward.weights.get(path) as Node);
  const gradients = gradient(g, loss, weights);
  const updates = {
    ...(weights.length > 0 ? lowerUpdate(g, train, layout, gradients, float) : {}),
    ...fixedUpdates(g, layout, forward, float),
  };
  const step: LoweredStep = { g, model, layout, forward, gradients, updates };
  if (purpose === "watch") Object.assign(outputs, watchOutputs(step));
  if (purpose === "trace") Object.assign(outputs, finiteOutputs(step));
  return { name, outputs, updates };
}

/** The state of fixed weights with the parts that layers updated (moving statistics) put in. */
function fixedUpdates(
  g: Builder,
  layout: WeightLayout,
  forward: Forward,
  float: FloatType,
): Record<string, Node> {
  if (forward.weightUpdates.size === 0) return {};
  const old = g.state("fixed", [layout.fixedSize], float);
  const part = ({ path, offset, size }: PlacedWeight) => {
    const next = forward.weightUpdates.get(path);
    return next ? g.reshape(next, [size]) : g.slice(old, [offset], [size]);
  };
  return { fixed: g.concat(layout.fixed.map(part), 0) };
}

function named(objective: Objective, loss: Node): Record<string, Node> {
  const outputs: Record<string, Node> = { loss };
  for (const [output, term] of Object.entries(objective.terms)) outputs[lossOutput(output)] = term;
  for (const [metric, statistics] of Object.entries(objective.statistics)) {
    for (const [statistic, node] of Object.entries(statistics))
      outputs[statisticOutput(metric, statistic)] = node;
  }
  return outputs;
}

export function trainSection(model: ModelIR): TrainIR {
  if (model.train) return model.train;
  throw new UserError(`${model.name} has no train section, so there is nothing to train by`, {
    help: "add one: train { loss = binary_crossentropy  optimizer = Adam()  epochs = 20 }",
  });
}
