/**
 * What the watch wants to know of a training step, as outputs beside those of the step itself. The numbers that it asks for
 * are there anyway, and the updates are the same nodes, so weights keep their bits whether a step is watched or not.
 */
import type { ActivationDefinition } from "../library/activation.ts";
import type { LayerIR, ModelIR, TensorId } from "../model/ir.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { Instance } from "../words/word.ts";
import type { Forward } from "./forward.ts";
import type { PlacedWeight, WeightLayout } from "./weight-layout.ts";

export interface LoweredStep {
  readonly g: Builder;
  readonly model: ModelIR;
  readonly layout: WeightLayout;
  readonly forward: Forward;
  readonly weights: ReadonlyMap<string, Node>;
  /** Of the trainable weights, in order of the layout. */
  readonly gradients: readonly Node[];
  readonly updates: Readonly<Record<string, Node>>;
}

const prefix = "watch/";

export function isWatchOutput(name: string): boolean {
  return name.startsWith(prefix);
}

/** The largest activation of each unit over the batch and all places, `[units]`. */
export function firedOutput(layer: TensorId): string {
  return `${prefix}fired/${layer}`;
}

/** Share of the numbers before the activation that are larger than `saturationSize` in size. */
export function saturatedOutput(layer: TensorId): string {
  return `${prefix}saturated/${layer}`;
}

export const squaredSums = ["gradient", "weight", "change"] as const;

/** Sum of squares of a weight, of its gradient, and of what the update adds to it. */
export function squaresOutput(of: (typeof squaredSums)[number], path: string): string {
  return `${prefix}${of}/${path}`;
}

/** 0 where all numbers are finite, else NaN. */
export function finiteOutput(what: "value" | "gradient" | "update", name: string): string {
  return `${prefix}finite-${what}/${name}`;
}

/** Where sigmoid and tanh are flat: the slope of the sigmoid at 5 is 0.7 % (DeepLocalize and TheDeepChecker take the same). */
const saturationSize = 5;

export function watchOutputs(step: LoweredStep): Record<string, Node> {
  const outputs: Record<string, Node> = {};
  const ends = new Set(step.model.outputs.map(({ value }) => value));
  for (const layer of step.model.layers) {
    if (!ends.has(layer.id)) Object.assign(outputs, activationOutputs(step, layer));
  }
  eachWeight(step, (path, old, gradient, next) => {
    if (old.shape.length < 2) return;
    const { g } = step;
    const squares = (x: Node) => g.sum(g.mul(x, x));
    outputs[squaresOutput("gradient", path)] = squares(gradient);
    outputs[squaresOutput("weight", path)] = squares(old);
    outputs[squaresOutput("change", path)] = squares(g.sub(next, old));
  });
  return outputs;
}

/** Of every layer's result, every gradient and every updated weight, whether it is finite. */
export function finiteOutputs(step: LoweredStep): Record<string, Node> {
  const { g, model, forward } = step;
  const outputs: Record<string, Node> = {};
  const put = (name: string, x: Node) => {
    if (x.dtype !== "i32") outputs[name] = g.sum(g.mul(x, 0));
  };
  for (const { id } of [...model.inputs, ...model.layers]) put(finiteOutput("value", id), forward.value(id));
  eachWeight(step, (path, _old, gradient, next) => {
    put(finiteOutput("gradient", path), gradient);
    put(finiteOutput("update", path), next);
  });
  return outputs;
}

function activationOutputs({ g, forward }: LoweredStep, layer: LayerIR): Record<string, Node> {
  const { word, params } = layer.layer;
  const facts = word.facts(params);
  const activation =
    facts.activation ??
    (facts.activationParam === undefined
      ? undefined
      : (params[facts.activationParam] as Instance<ActivationDefinition> | null));
  const bend = activation?.word.facts(activation.params);
  const y = forward.value(layer.id);
  const x = forward.beforeActivation(y);
  if (!bend || x === undefined) return {};
  const outputs: Record<string, Node> = {};
  if (bend.dies && bend.range[0] === 0) {
    const rest = y.shape.map((_, axis) => axis).slice(0, -1);
    outputs[firedOutput(layer.id)] = y.shape.length === 1 ? g.reduceMax(y) : g.reduceMax(y, rest);
  }
  if (bend.saturates && !bend.dies && bend.output !== "distribution") {
    outputs[saturatedOutput(layer.id)] = g.mean(g.less(saturationSize, g.abs(x)));
  }
  return outputs;
}

function eachWeight(
  { g, layout, weights, gradients, updates }: LoweredStep,
  visit: (path: string, old: Node, gradient: Node, next: Node) => void,
): void {
  const all = updates.weights;
  if (all === undefined) return;
  for (const [i, { path, shape, offset, size }] of (layout.trainable as readonly PlacedWeight[]).entries()) {
    const next = g.reshape(g.slice(all, [offset], [size]), shape);
    visit(path, weights.get(path) as Node, gradients[i] as Node, next);
  }
}
