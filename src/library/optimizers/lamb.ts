import { learningRate } from "../../words/instance-of.ts";
import { number, param } from "../../words/param-types.ts";
import { asBuffer, defineOptimizer, partsOf } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

const share = number({ min: 0, max: 1, belowMax: true });

export const lamb = defineOptimizer({
  name: "Lamb",
  doc: "Adam whose step for each weight tensor is as long as a share of that tensor. For very large batches, where all layers shall change at the same pace. Formula: You and others, Large batch optimization for deep learning (2020): Adam's step u, scaled by |w| / |u| for each tensor (1 where either is 0).",
  params: {
    learning_rate: param(learningRate, "share of a tensor that a step moves, or a schedule of shares", 0.001),
    beta_1: param(share, "share of the mean gradient that is kept in each step", 0.9),
    beta_2: param(share, "share of the mean squared gradient that is kept in each step", 0.999),
    epsilon: param(number({ min: 0, aboveMin: true }), "added to the root that is divided by", 1e-7),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: () => ({ momentum: 0, velocity: 0 }),
  update({ g, params: { beta_1, beta_2, epsilon }, weights, parts, gradient, learningRate, step, slots }) {
    const { momentum, velocity } = slots;
    if (momentum === undefined || velocity === undefined)
      throw new Error("Lamb keeps a momentum and a velocity");
    const m = g.add(momentum, g.mul(1 - beta_1, g.sub(gradient, momentum)));
    const v = g.add(velocity, g.mul(1 - beta_2, g.sub(g.mul(gradient, gradient), velocity)));
    const mean = g.div(m, g.sub(1, g.pow(beta_1, step)));
    const spread = g.add(g.sqrt(g.div(v, g.sub(1, g.pow(beta_2, step)))), epsilon);
    const length = (part: typeof m) => g.sqrt(g.sum(g.mul(part, part)));
    const sizes = partsOf(g, weights, parts).map(length);
    const moves = partsOf(g, g.div(mean, spread), parts).map((move, i) => {
      const [size, own] = [sizes[i] as typeof m, length(move)];
      const both = g.mul(g.less(0, size), g.less(0, own));
      return g.mul(g.where(both, g.div(size, g.where(both, own, 1)), 1), move);
    });
    return {
      weights: g.sub(weights, g.mul(learningRate, asBuffer(g, moves))),
      slots: { momentum: m, velocity: v },
    };
  },
  // A step changes each tensor by this share of its length.
  facts: () => ({ momentum: 0, rateHigh: { warning: 0.05, error: 0.5 }, rateLow: 1e-6 }),
  examples: [
    {
      source: "Lamb(0.1)",
      weights: [
        [0.841886, -1.841886],
        [0.698685, -1.698685],
        [0.568806, -1.568806],
      ],
    },
  ],
});
