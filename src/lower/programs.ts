/**
 * The programs of a model: train (one update), evaluate (loss and metrics of a batch), predict (outputs of a batch), draw
 * (values of outputs that are distributions, others in each step); watch and trace are train with what the watch wants to
 * know among the outputs.
 */
import { UserError } from "../base/user-error.ts";
import type { ModelIR, TrainIR } from "../model/ir.ts";
import type { Builder } from "../tensor/builder.ts";
import { gradient } from "../tensor/gradient.ts";
import type { Node } from "../tensor/node.ts";
import type { Program } from "../tensor/program.ts";
import type { FloatType } from "../tensor/types.ts";
import {
  type Forward,
  type ForwardOptions,
  inputName,
  lowerForward,
  readWeights,
  regularization,
} from "./forward.ts";
import { lowerObjective, type Objective, type Seen, withUnitAxis } from "./objective.ts";
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
  /** How many rows are trained on; those of a batch where that is not known. */
  readonly rows?: number;
  /** The share of values that the intervals of predictions hold. */
  readonly interval?: number;
}

export type Purpose = "train" | "watch" | "trace" | "evaluate" | "predict" | "draw";

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

export function drawOutput(output: string): string {
  return `draw/${output}`;
}

/** The ends of an interval: of the values, as many lie below as above. */
export function boundOutput(output: string, end: "low" | "high"): string {
  return `${end}/${output}`;
}

/** Whether something inside the network is random, apart from what regularizes training. */
function drawsInside(model: ModelIR): boolean {
  return model.layers.some(({ layer }) => layer.word.facts(layer.params).draws);
}

export function lowerProgram(lowering: Lowering, purpose: Purpose, batch: number): Program {
  const { g, model, layout, float, seed } = lowering;
  const training = purpose === "train" || purpose === "watch" || purpose === "trace";
  const drawing = training || purpose === "draw";
  const weights = readWeights(g, layout, float);
  const options = { batch, training, drawing, float, seed };
  const name = programName(purpose, batch);
  if (purpose === "predict" || purpose === "draw") {
    const forward = lowerForward(g, model, weights, options);
    const outputs = purpose === "predict" ? predictions(lowering, forward) : draws(forward);
    return { name, outputs, updates: {} };
  }
  const train = trainSection(model);
  const points = training ? lowerPoints(g, model, train, weights, options) : [];
  const supervised = isSupervised(train) ? lowerForward(g, model, weights, options) : undefined;
  // Weights of classes are of training alone; those of a column are the rows' own.
  const rowWeights = training ? lowering.rowWeights : model.data?.weights !== undefined;
  const rows = lowering.rows ?? batch;
  const objective = supervised
    ? lowerObjective(g, model, train, seenBy(lowering, supervised, weights, options), {
        float,
        rowWeights,
        rows,
      })
    : { terms: {}, statistics: {} };
  const forwards = [...(supervised ? [supervised] : []), ...points.map(({ forward }) => forward)];
  const terms = { ...objective.terms, ...Object.fromEntries(points.map((each) => [each.name, each.term])) };
  const added = [
    ...(objective.divergence ? [objective.divergence] : []),
    ...forwards.flatMap((forward) => forward.penalties),
    ...regularization(g, layout, weights),
  ];
  const loss = [...Object.values(terms), ...added].reduce((sum, term) => g.add(sum, term));
  const outputs = named({ ...objective, terms }, loss);
  if (!training) return { name, outputs, updates: {} };
  const moved = layout.trainable.map(({ path }) => weights.get(path) as Node);
  const gradients = gradient(g, loss, moved);
  const updates = {
    ...(moved.length > 0 ? lowerUpdate(g, train, layout, gradients, float) : {}),
    ...fixedUpdates(g, layout, forwards, float),
  };
  const step: LoweredStep = {
    ...{ g, model, layout, weights, gradients, updates },
    forward: forwards[0] as Forward,
  };
  if (purpose === "watch") Object.assign(outputs, watchOutputs(step));
  if (purpose === "trace") Object.assign(outputs, finiteOutputs(step));
  return { name, outputs, updates };
}

function predictions({ g, model, interval }: Lowering, forward: Forward): Record<string, Node> {
  const outputs: Record<string, Node> = {};
  for (const [output, node] of Object.entries(forward.outputs)) outputs[predictionOutput(output)] = node;
  // What is random inside adds to the spread, which no formula tells then.
  if (interval === undefined || drawsInside(model)) return outputs;
  for (const [output, distribution] of Object.entries(forward.distributions)) {
    const [low, high] = [(1 - interval) / 2, (1 + interval) / 2].map((level) => distribution.quantile(level));
    if (low) outputs[boundOutput(output, "low")] = withUnitAxis(g, low);
    if (high) outputs[boundOutput(output, "high")] = withUnitAxis(g, high);
  }
  return outputs;
}

function draws({ distributions, draw }: Forward): Record<string, Node> {
  return Object.fromEntries(
    Object.entries(distributions).map(([output, distribution]) => [
      drawOutput(output),
      distribution.sample(draw(output)),
    ]),
  );
}

/** In evaluation the loss is that of one draw, the same each time, and metrics judge what predictions are made of. */
function seenBy(
  { g, model }: Lowering,
  forward: Forward,
  weights: ReadonlyMap<string, Node>,
  options: ForwardOptions,
): Seen {
  const draws = !options.training && drawsInside(model);
  const drawn = draws ? lowerForward(g, model, weights, { ...options, drawing: true }) : forward;
  return { loss: drawn, metrics: forward };
}

/** Whether outputs are compared with targets, beside what formulas say of points. */
export function isSupervised({ losses }: Pick<TrainIR, "losses">): boolean {
  return Object.keys(losses).length > 0;
}

interface LoweredPoints {
  readonly name: string;
  readonly forward: Forward;
  /** Scalar. */
  readonly term: Node;
}

/** The network over the points of each section, with the formula behind it. */
function lowerPoints(
  g: Builder,
  model: ModelIR,
  train: TrainIR,
  weights: ReadonlyMap<string, Node>,
  options: ForwardOptions,
): readonly LoweredPoints[] {
  return Object.entries(train.terms ?? {}).map(([name, { layers, value, batch }]) => {
    const forward = lowerForward(g, model, weights, {
      ...{ ...options, batch, section: { name, layers } },
      input: (input, { shape, dtype }) => g.input(inputName(input, name), shape, dtype),
    });
    return { name, forward, term: g.mean(forward.value(value)) };
  });
}

/** The state of fixed weights with the parts that layers updated (moving statistics) put in. */
function fixedUpdates(
  g: Builder,
  layout: WeightLayout,
  forwards: readonly Forward[],
  float: FloatType,
): Record<string, Node> {
  // Statistics move once in a step: by the rows of data where there are some, else by the points of the first section.
  const updated = forwards[0]?.weightUpdates;
  if (!updated || updated.size === 0) return {};
  const old = g.state("fixed", [layout.fixedSize], float);
  const part = ({ path, offset, size }: PlacedWeight) => {
    const next = updated.get(path);
    return next ? g.reshape(next, [size]) : g.slice(old, [offset], [size]);
  };
  return { fixed: g.concat(layout.fixed.map(part), 0) };
}

function named(objective: Objective, loss: Node): Record<string, Node> {
  const outputs: Record<string, Node> = { loss };
  if (objective.divergence) outputs.divergence = objective.divergence;
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
