import { learningRate } from "../../words/instance-of.ts";
import { flag, number, param } from "../../words/param-types.ts";
import { defineOptimizer } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

export const sgd = defineOptimizer({
  name: "SGD",
  doc: "Steps down the gradient, with a momentum if wanted. Plain and well understood: with momentum 0.9 and a tuned rate it often generalises best; where nobody wants to tune, Adam learns faster. Formula: Robbins and Monro (1951), momentum by Polyak (1964): v = momentum * v - learning_rate * g, w = w + v; with nesterov (Sutskever and others 2013) w = w + momentum * v - learning_rate * g.",
  params: {
    learning_rate: param(learningRate, "size of a step, or a schedule of sizes", 0.01),
    momentum: param(number({ min: 0, max: 1 }), "share of the last step that goes on", 0),
    nesterov: param(flag, "look ahead along the momentum", false),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: ({ momentum }): Readonly<Record<string, number>> => (momentum === 0 ? {} : { momentum: 0 }),
  update({ g, params: { momentum, nesterov }, weights, gradient, learningRate, slots }) {
    const step = g.mul(learningRate, gradient);
    const last = slots.momentum;
    if (last === undefined) return { weights: g.sub(weights, step), slots: {} };
    const speed = g.sub(g.mul(momentum, last), step);
    const move = nesterov ? g.sub(g.mul(momentum, speed), step) : speed;
    return { weights: g.add(weights, move), slots: { momentum: speed } };
  },
  facts: ({ momentum }) => ({
    momentum,
    // Gradient descent on a loss of curvature c diverges above 2 / c, and scaled inputs make c about 1: at half of that it is
    // usual. But a loss that is the mean over many numbers of a row has a small curvature, and images are learned to code
    // with 1.5: what is certain begins at 10. 0.1, and 0.01 with momentum 0.9, are everyday settings.
    // Curvature grows with the square of the inputs' size, so data far from 0 bears less.
    rateHigh: { warning: 0.5, error: 10, unscaled: 0.1 },
    // Weights are of size 0.1 and gradients below 1: a million steps of 1e-5 would hardly move them.
    rateLow: 1e-5,
  }),
  examples: [
    {
      source: "SGD(0.1)",
      weights: [
        [0.95, -1.85],
        [0.85, -1.55],
        [0.7, -1.1],
      ],
    },
    {
      source: "SGD(0.1, momentum = 0.9)",
      weights: [
        [0.95, -1.85],
        [0.805, -1.415],
        [0.5245, -0.5735],
      ],
    },
    {
      source: "SGD(0.1, 0.9, nesterov = true)",
      weights: [
        [0.905, -1.715],
        [0.6745, -1.0235],
        [0.27205, 0.18385],
      ],
    },
  ],
});
