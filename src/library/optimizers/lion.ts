import { learningRate } from "../../words/instance-of.ts";
import { number, param } from "../../words/param-types.ts";
import { defineOptimizer } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

const share = number({ min: 0, max: 1 });

export const lion = defineOptimizer({
  name: "Lion",
  doc: "Moves every weight by the rate itself, in the direction of a mean of gradients: only signs count. Needs half of Adam's memory; take a rate 3 to 10 times smaller and a weight_decay that much larger. Formula: Chen and others, Symbolic discovery of optimization algorithms (2023): w = w - learning_rate sign(beta_1 m + (1 - beta_1) g), then m = beta_2 m + (1 - beta_2) g.",
  params: {
    learning_rate: param(learningRate, "size of a step, or a schedule of sizes", 0.001),
    beta_1: param(
      number({ min: 0, max: 1, aboveMin: true }),
      "share of the mean in the direction of a step",
      0.9,
    ),
    beta_2: param(share, "share of the mean that is kept in each step", 0.99),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: () => ({ momentum: 0 }),
  update({ g, params: { beta_1, beta_2 }, weights, gradient, learningRate, slots: { momentum } }) {
    if (momentum === undefined) throw new Error("Lion keeps a momentum");
    const mixed = (keep: number) => g.add(g.mul(momentum, keep), g.mul(gradient, 1 - keep));
    return {
      weights: g.sub(weights, g.mul(learningRate, g.sign(mixed(beta_1)))),
      slots: { momentum: mixed(beta_2) },
    };
  },
  // Every weight moves by the whole rate in every step, where Adam's steps shrink near a minimum.
  facts: () => ({ momentum: 0, rateHigh: { warning: 0.003, error: 0.03 }, rateLow: 1e-7 }),
  examples: [
    {
      source: "Lion(0.1)",
      weights: [
        [0.9, -1.9],
        [0.8, -1.8],
        [0.7, -1.7],
      ],
    },
  ],
});
