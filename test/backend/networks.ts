/** Training steps as the lowering writes them: one flat row of weights, its gradient put together, one optimizer for all. */
import { builder as g } from "../../src/tensor/build.ts";
import { gradient } from "../../src/tensor/gradient.ts";
import type { Node } from "../../src/tensor/node.ts";
import type { Program } from "../../src/tensor/program.ts";
import { sizeOf } from "../../src/tensor/types.ts";

export interface Step {
  readonly loss: Node;
  readonly logits: Node;
  readonly updates: Readonly<Record<string, Node>>;
}

/** A perceptron with relu between its layers, softmax with cross-entropy from logits, dropout after the first, Adam. */
export function perceptron(
  batch: number,
  units: readonly number[],
  dropout = 0,
): Record<"train" | "predict", Program> {
  const shapes = units.slice(1).flatMap((out, layer) => [[units[layer] as number, out], [out]]);
  const count = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
  const weights = g.state("weights", [count], "f32");
  const step = g.state("step", [], "i32");
  let offset = 0;
  const tensors = shapes.map((shape) => {
    const slice = g.slice(weights, [offset], [sizeOf(shape)]);
    offset += sizeOf(shape);
    return g.reshape(slice, shape);
  });
  const x = g.input("x", [batch, units[0] as number], "f32");
  const forward = (training: boolean): Node => {
    let h = x;
    for (let layer = 0; layer < tensors.length; layer += 2) {
      h = g.add(g.matmul(h, tensors[layer] as Node), tensors[layer + 1] as Node);
      if (layer < tensors.length - 2) h = g.max(h, 0);
      if (training && layer === 0 && dropout > 0) h = dropped(h, step, dropout);
    }
    return h;
  };
  const logits = forward(true);
  const loss = crossEntropy(logits, g.input("label", [batch], "i32"));
  const parts = gradient(g, loss, tensors);
  const flat = g.concat(
    parts.map((part) => g.reshape(part, [sizeOf(part.shape)])),
    0,
  );
  return {
    train: { name: `train@${batch}`, outputs: { loss }, updates: adam(weights, flat, step, count) },
    predict: { name: `predict@${batch}`, outputs: { probabilities: softmax(forward(false)) }, updates: {} },
  };
}

function dropped(h: Node, step: Node, rate: number): Node {
  const kept = g.less(rate, g.random([1, 2], step, h.shape, "f32"));
  return g.mul(h, g.mul(kept, 1 / (1 - rate)));
}

function softmax(logits: Node): Node {
  const e = g.exp(g.sub(logits, g.reduceMax(logits, [-1], true)));
  return g.div(e, g.sum(e, [-1], true));
}

function crossEntropy(logits: Node, label: Node): Node {
  const [batch] = logits.shape as [number];
  const shifted = g.sub(logits, g.stopGradient(g.reduceMax(logits, [-1], true)));
  const logSum = g.log(g.sum(g.exp(shifted), [-1]));
  const oneHot = g.cast(
    g.equal(g.iota(logits.shape, 1, "i32"), g.broadcast(g.reshape(label, [batch, 1]), logits.shape)),
    "f32",
  );
  return g.mean(g.sub(logSum, g.sum(g.mul(shifted, oneHot), [-1])));
}

function adam(weights: Node, gradients: Node, step: Node, count: number): Record<string, Node> {
  const next = g.add(step, 1);
  const time = g.cast(next, "f32");
  const m = g.state("m", [count], "f32");
  const v = g.state("v", [count], "f32");
  const nextM = g.add(g.mul(m, 0.9), g.mul(gradients, 0.1));
  const nextV = g.add(g.mul(v, 0.999), g.mul(g.mul(gradients, gradients), 0.001));
  const rate = g.div(g.mul(0.001, g.sqrt(g.sub(1, g.pow(0.999, time)))), g.sub(1, g.pow(0.9, time)));
  const nextWeights = g.sub(weights, g.div(g.mul(rate, nextM), g.add(g.sqrt(nextV), 1e-7)));
  return { weights: nextWeights, m: nextM, v: nextV, step: next };
}
