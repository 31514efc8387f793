import { learningRate } from "../../words/instance-of.ts";
import { number, param } from "../../words/param-types.ts";
import { defineOptimizer } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

export const adagrad = defineOptimizer({
  name: "Adagrad",
  doc: "Divides each gradient by the root of the sum of all squares so far, so that weights that seldom change keep large steps. For sparse features; on long runs its steps become very small. Formula: Duchi, Hazan and Singer, Adaptive subgradient methods (2011): a = a + g^2, w = w - learning_rate g / sqrt(a + epsilon).",
  params: {
    learning_rate: param(learningRate, "size of a step, or a schedule of sizes", 0.001),
    initial_accumulator_value: param(number({ min: 0 }), "what the sums of squares begin with", 0.1),
    epsilon: param(number({ min: 0, aboveMin: true }), "added under the root that is divided by", 1e-7),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: ({ initial_accumulator_value }) => ({ accumulator: initial_accumulator_value }),
  update({ g, params: { epsilon }, weights, gradient, learningRate, slots: { accumulator } }) {
    if (accumulator === undefined) throw new Error("Adagrad keeps a sum of squares");
    const sum = g.add(accumulator, g.mul(gradient, gradient));
    const move = g.div(g.mul(learningRate, gradient), g.sqrt(g.add(sum, epsilon)));
    return { weights: g.sub(weights, move), slots: { accumulator: sum } };
  },
  // The first step is at most the rate, and later ones are shorter: it bears ten times what Adam does.
  facts: () => ({ momentum: 0, rateHigh: { warning: 0.3, error: 1 }, rateLow: 1e-5 }),
  examples: [
    {
      source: "Adagrad(0.1)",
      weights: [
        [0.915485, -1.902152],
        [0.829418, -1.8131],
        [0.750361, -1.733052],
      ],
    },
    {
      source: "Adagrad(0.5)",
      weights: [
        [0.577423, -1.510754],
        [0.147091, -1.065515],
        [-0.248193, -0.665258],
      ],
    },
  ],
});
