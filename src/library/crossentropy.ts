/** What the cross-entropies share: their parameters, clipping, and logarithms of probabilities. */
import type { Shape } from "../base/dim.ts";
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { flag, number, param } from "../words/param-types.ts";
import { axisParam, axisProblem, withBatch } from "./axis.ts";
import { logSoftmax } from "./stable.ts";

/** Keras' epsilon: probabilities are kept this far from 0 and 1. */
const epsilon = 1e-7;

export const fromLogits = param(
  flag,
  "the output is logits, not probabilities: it has no sigmoid or softmax",
  false,
);

export const labelSmoothing = param(
  number({ min: 0, max: 1 }),
  "share of the target that is spread evenly over all classes",
  0,
);

export const classAxis = axisParam;

export const leftOutOfLosses = {
  name: "a loss is logged under the name of its output",
  dtype: "losses are computed in the precision of the run: train { precision = f64 }",
} as const;

/** Why a loss along an axis cannot judge this output. */
export function classAxisProblem(axis: number, output: Shape): string | undefined {
  return output.length === 0 && axis === -1 ? undefined : axisProblem(axis, output);
}

export function clipped(g: Builder, probability: Node): Node {
  return g.min(g.max(probability, epsilon), 1 - epsilon);
}

/** The mean of a target and an even spread: `y (1 - s) + s / classes`. */
export function smoothed(g: Builder, target: Node, smoothing: number, classes: number): Node {
  return smoothing === 0 ? target : g.add(g.mul(target, 1 - smoothing), smoothing / classes);
}

/**
 * Logarithms of a distribution along `axis` (batch axis counted): from logits where they are known, else from the output,
 * brought to sum 1 and clipped, as Keras does.
 */
export function logDistribution(g: Builder, output: Node, logits: Node | undefined, axis: number): Node {
  if (logits !== undefined) return logSoftmax(g, logits, axis);
  const sums = g.sum(output, [axis], true);
  return g.log(clipped(g, g.div(output, sums)));
}

/** Whether the axis is the one that the activation softmax ran along. */
export function isLastAxis(axis: number, output: Node): boolean {
  return axis === -1 || withBatch(axis) === output.shape.length - 1;
}

/**
 * `wrong^gamma`, for the probability of everything but the true answer. Below 1 the power has an infinite slope at 0, so
 * there the probability is kept off it.
 */
export function focus(g: Builder, wrong: Node, gamma: number): Node {
  return g.pow(gamma < 1 ? g.max(wrong, epsilon) : wrong, gamma);
}
