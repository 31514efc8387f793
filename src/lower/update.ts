/** From gradients to new weights: gathering, clipping, decoupled weight decay, the optimizer's step, averages, constraints. */
import { asBuffer, partsOf, slotSize } from "../library/optimizer.ts";
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

/** The running mean of the weights, where the optimizer says `use_ema`. */
export const averageState = "average";

/** Gradients of the batches since the last update, where several batches make one. */
const gatheredState = "gathered";

/** Next values by state name: `weights`, one state per optimizer slot, and what the tail keeps. */
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
  const state = (name: string, length = size): Node => g.state(name, [length], float);
  const weights = state("weights");
  const learningRate = g.input("learning_rate", [], float);
  const batch = g.cast(stepInput(g), float);
  const step = updateCount(g, tail, batch);
  const gathered = gather(g, layout, gradients, tail, batch, state);
  const slots = Object.fromEntries(
    Object.entries(word.slots(params, layout.trainable)).map(([name, spec]) => [
      name,
      state(slotState(name), slotSize(spec, size)),
    ]),
  );
  const next = word.update({
    g,
    params,
    parts: layout.trainable,
    weights: decay(g, train, layout, weights, learningRate),
    gradient: asBuffer(g, clip(g, gathered.gradients, tail)),
    learningRate,
    step,
    slots,
  });
  const whenDue = (moved: Node, old: Node): Node =>
    gathered.due ? g.where(gathered.due, moved, old) : moved;
  // Where nothing is added to what weights are divided by, it must not become 0.
  const kept = (slot: Node): Node => (params.epsilon === 0 ? slot : withoutSubnormal(g, slot, float));
  const moved = whenDue(next.weights, weights);
  const average = tail.use_ema ? averaged(g, tail, moved, state(averageState), step) : undefined;
  return {
    weights: constrain(g, layout.trainable, average?.weights ?? moved),
    ...Object.fromEntries(
      Object.entries(slots).map(([name, old]) => [
        slotState(name),
        whenDue(kept(next.slots[name] as Node), old),
      ]),
    ),
    ...(average ? { [averageState]: average.average } : {}),
    ...(gathered.next ? { [gatheredState]: gathered.next } : {}),
  };
}

const smallestNormal: Readonly<Record<FloatType, number>> = { f32: 2 ** -126, f64: 2 ** -1022 };

/**
 * What decays to 0 gets there: the mean gradient of a unit that is never active would stay at the smallest numbers that there are,
 * with which processors compute many times slower. They move no weight. TensorFlow has its processor leave them out.
 */
function withoutSubnormal(g: Builder, slot: Node, float: FloatType): Node {
  return g.where(g.less(g.abs(slot), smallestNormal[float]), 0, slot);
}

interface Gathered {
  /** Of each weight. */
  readonly gradients: readonly Node[];
  /** 1 in the batch that brings an update; absent where every batch does. */
  readonly due?: Node;
  readonly next?: Node;
}

/** The mean gradient of the batches that make one update, as far as they have come. */
function gather(
  g: Builder,
  layout: WeightLayout,
  gradients: readonly Node[],
  tail: OptimizerTail,
  batch: Node,
  state: (name: string) => Node,
): Gathered {
  const batches = tail.gradient_accumulation_steps;
  if (!batches) return { gradients };
  const old = state(gatheredState);
  const due = isMultiple(g, batch, batches);
  const sums = partsOf(g, old, layout.trainable).map((sum, i) => g.add(sum, gradients[i] as Node));
  return {
    gradients: sums.map((sum) => g.div(sum, batches)),
    due,
    next: g.where(due, 0, asBuffer(g, sums)),
  };
}

/** The number of the update that this batch is part of, from 1. */
function updateCount(g: Builder, tail: OptimizerTail, batch: Node): Node {
  const batches = tail.gradient_accumulation_steps;
  return batches ? g.add(g.floor(g.div(g.sub(batch, 1), batches)), 1) : batch;
}

/** Whether a count (a whole number) divides by `of`, as 1 or 0: where it does, the quotient is exact. */
function isMultiple(g: Builder, count: Node, of: number): Node {
  return g.equal(g.mul(g.floor(g.div(count, of)), of), count);
}

/** The mean after this step, which begins as the first weights, and the weights, which it replaces now and then. */
function averaged(
  g: Builder,
  tail: OptimizerTail,
  weights: Node,
  old: Node,
  step: Node,
): { readonly average: Node; readonly weights: Node } {
  const keep = g.where(g.equal(step, 1), 0, tail.ema_momentum);
  const average = g.add(g.mul(keep, old), g.mul(g.sub(1, keep), weights));
  const every = tail.ema_overwrite_frequency;
  return { average, weights: every ? g.where(isMultiple(g, step, every), average, weights) : weights };
}

/** `w - rate * decay * w` before the step, as Keras does for every optimizer (Loshchilov and Hutter 2019). */
function decay(
  g: Builder,
  train: TrainIR,
  { trainable }: WeightLayout,
  weights: Node,
  learningRate: Node,
): Node {
  const { word, params } = train.optimizer;
  const common = (params as unknown as OptimizerTail).weight_decay;
  const decays = trainable.map((part) => (word.decay ? word.decay(params, part) : common) ?? 0);
  const first = decays[0] ?? 0;
  const same = decays.every((value) => value === first);
  if (same && first === 0) return weights;
  const share = same
    ? first
    : asBuffer(
        g,
        trainable.map(({ size }, i) => g.constant(decays[i] as number, [size], weights.dtype)),
      );
  return g.sub(weights, g.mul(g.mul(weights, share), learningRate));
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
  const parts = partsOf(g, weights, placed);
  const held = placed.map(({ spec: { constraint } }, i) => {
    const part = parts[i] as Node;
    return constraint ? constraint.word.apply(g, constraint.params, part) : part;
  });
  return asBuffer(g, held);
}
