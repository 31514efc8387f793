/** From gradients to new weights: clipping, decoupled weight decay, the optimizer's step, constraints. */
import type { OptimizerTail } from "../library/optimizer-tail.ts";
import type { TrainIR } from "../model/ir.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { FloatType } from "../tensor/types.ts";
import { stepInput } from "./forward.ts";
import type { PlacedWeight, WeightLayout } from "./weight-layout.ts";

export function slotState(slot: string): string {
  return `optimizer/${slot}`;
}

/** Next values by state name: `weights` and one state per optimizer slot. */
export function lowerUpdate(
  g: Builder,
  train: TrainIR,
  layout: WeightLayout,
  gradients: readonly Node[],
  float: FloatType,
): Record<string, Node> {
  const { word, params } = train.optimizer;
  const tail = params as unknown as OptimizerTail;
  const size = layout.trainableSize;
  const weights = g.state("weights", [size], float);
  const learningRate = g.input("learning_rate", [], float);
  const names = Object.keys(word.slots(params));
  const { weights: moved, slots } = word.update({
    g,
    params,
    weights: tail.weight_decay ? decay(g, weights, learningRate, tail.weight_decay) : weights,
    gradient: flatten(g, clip(g, gradients, tail)),
    learningRate,
    step: g.cast(stepInput(g), float),
    slots: Object.fromEntries(names.map((name) => [name, g.state(slotState(name), [size], float)])),
  });
  return {
    weights: constrain(g, layout.trainable, moved),
    ...Object.fromEntries(names.map((name) => [slotState(name), slots[name] as Node])),
  };
}

/** Gradients one after the other in the order of the layout. */
function flatten(g: Builder, gradients: readonly Node[]): Node {
  const flat = gradients.map((gradient) => g.reshape(gradient, [gradient.shape.reduce((a, b) => a * b, 1)]));
  return flat.length === 1 ? (flat[0] as Node) : g.concat(flat, 0);
}

/** `w - rate * decay * w` before the step, as Keras does for every optimizer (Loshchilov and Hutter 2019). */
function decay(g: Builder, weights: Node, learningRate: Node, weightDecay: number): Node {
  return g.sub(weights, g.mul(g.mul(weights, weightDecay), learningRate));
}

function clip(g: Builder, gradients: readonly Node[], tail: OptimizerTail): readonly Node[] {
  if (tail.clipvalue) {
    const limit = tail.clipvalue;
    return gradients.map((gradient) => g.max(g.min(gradient, limit), -limit));
  }
  if (tail.clipnorm) {
    const limit = tail.clipnorm;
    return gradients.map((gradient) => scaleToNorm(g, [gradient], limit)[0] as Node);
  }
  return tail.global_clipnorm ? scaleToNorm(g, gradients, tail.global_clipnorm) : gradients;
}

/** Multiplies by `limit / max(norm, limit)`, the norm being that of all together. */
function scaleToNorm(g: Builder, gradients: readonly Node[], limit: number): Node[] {
  const squares = gradients.map((gradient) => g.sum(g.mul(gradient, gradient)));
  const norm = g.sqrt(squares.reduce((sum, square) => g.add(sum, square)));
  const factor = g.div(limit, g.max(norm, limit));
  return gradients.map((gradient) => g.mul(gradient, factor));
}

function constrain(g: Builder, placed: readonly PlacedWeight[], weights: Node): Node {
  if (!placed.some(({ spec }) => spec.constraint)) return weights;
  const parts = placed.map(({ offset, size, shape, spec }) => {
    const part = g.slice(weights, [offset], [size]);
    if (!spec.constraint) return part;
    const { word, params } = spec.constraint;
    return g.reshape(word.apply(g, params, g.reshape(part, shape)), [size]);
  });
  return parts.length === 1 ? (parts[0] as Node) : g.concat(parts, 0);
}
