import { learningRate } from "../../words/instance-of.ts";
import { number, param } from "../../words/param-types.ts";
import { defineOptimizer } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

export const adadelta = defineOptimizer({
  name: "Adadelta",
  doc: "Makes each step as long as recent steps were, relative to recent gradients, so that the rate has no unit. The paper's rate is 1.0; the default, as in Keras, is much smaller and learns slowly. Formula: Zeiler, ADADELTA: an adaptive learning rate method (2012): a = rho a + (1 - rho) g^2, d = -sqrt(s + epsilon) / sqrt(a + epsilon) * g, s = rho s + (1 - rho) d^2, w = w + learning_rate d.",
  params: {
    learning_rate: param(learningRate, "size of a step, or a schedule of sizes", 0.001),
    rho: param(
      number({ min: 0, max: 1, belowMax: true }),
      "share of the means that is kept in each step",
      0.95,
    ),
    epsilon: param(
      number({ min: 0, aboveMin: true }),
      "added under both roots; sets the size of the first steps",
      1e-7,
    ),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: () => ({ accumulated_gradient: 0, accumulated_step: 0 }),
  update({ g, params: { rho, epsilon }, weights, gradient, learningRate, slots }) {
    const { accumulated_gradient, accumulated_step } = slots;
    if (accumulated_gradient === undefined || accumulated_step === undefined)
      throw new Error("Adadelta keeps two means");
    const mean = (last: typeof gradient, next: typeof gradient) =>
      g.add(g.mul(rho, last), g.mul(1 - rho, g.mul(next, next)));
    const root = (squares: typeof gradient) => g.sqrt(g.add(squares, epsilon));
    const squares = mean(accumulated_gradient, gradient);
    const step = g.neg(g.div(g.mul(root(accumulated_step), gradient), root(squares)));
    return {
      weights: g.add(weights, g.mul(learningRate, step)),
      slots: { accumulated_gradient: squares, accumulated_step: mean(accumulated_step, step) },
    };
  },
  // A rate of 1 is that of the paper. The first steps are about sqrt(epsilon) long, 0.0003, times the rate: at Keras' default of
  // 0.001 weights stay where they began.
  facts: () => ({ momentum: 0, rateHigh: { warning: 10, error: 100 }, rateLow: 0.05, usualRate: 1 }),
  examples: [
    {
      source: "Adadelta(0.1)",
      weights: [
        [0.999859, -1.99986],
        [0.999679, -1.99968],
        [0.999462, -1.99946],
      ],
    },
    {
      source: "Adadelta(1, rho = 0.9, epsilon = 0.01)",
      weights: [
        [0.732739, -1.690574],
        [0.373044, -1.292635],
        [-0.064428, -0.812571],
      ],
    },
  ],
});
