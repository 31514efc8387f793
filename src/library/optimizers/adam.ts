import { learningRate } from "../../words/instance-of.ts";
import { flag, number, param } from "../../words/param-types.ts";
import { defineOptimizer } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

const share = number({ min: 0, max: 1, belowMax: true });

export const adam = defineOptimizer({
  name: "Adam",
  doc: "Gives every weight a step size of its own, from running means of its gradient and of its square. The choice to begin with: 0.001 works for most networks. Formula: Kingma and Ba, Adam: a method for stochastic optimization (2015), in the form of their section 2: m = beta_1 m + (1 - beta_1) g, v = beta_2 v + (1 - beta_2) g^2, w = w - learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t) * m / (sqrt(v) + epsilon); amsgrad (Reddi, Kale and Kumar 2018) uses the largest v so far.",
  params: {
    learning_rate: param(learningRate, "size of a step, or a schedule of sizes", 0.001),
    beta_1: param(share, "share of the mean gradient that is kept in each step", 0.9),
    beta_2: param(share, "share of the mean squared gradient that is kept in each step", 0.999),
    epsilon: param(number({ min: 0 }), "added to the root that is divided by", 1e-7),
    amsgrad: param(flag, "never let the divisor shrink", false),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: ({ amsgrad }): Readonly<Record<string, number>> =>
    amsgrad ? { momentum: 0, velocity: 0, largest_velocity: 0 } : { momentum: 0, velocity: 0 },
  update({ g, params, weights, gradient, learningRate, step, slots }) {
    const { beta_1, beta_2, epsilon } = params;
    const { momentum, velocity, largest_velocity } = slots;
    if (momentum === undefined || velocity === undefined)
      throw new Error("Adam keeps a momentum and a velocity");
    const m = g.add(momentum, g.mul(1 - beta_1, g.sub(gradient, momentum)));
    const v = g.add(velocity, g.mul(1 - beta_2, g.sub(g.mul(gradient, gradient), velocity)));
    const largest = largest_velocity === undefined ? undefined : g.max(largest_velocity, v);
    const correction = g.div(g.sqrt(g.sub(1, g.pow(beta_2, step))), g.sub(1, g.pow(beta_1, step)));
    const rate = g.mul(learningRate, correction);
    const move = g.div(g.mul(rate, m), g.add(g.sqrt(largest ?? v), epsilon));
    return {
      weights: g.sub(weights, move),
      slots: { momentum: m, velocity: v, ...(largest === undefined ? {} : { largest_velocity: largest }) },
    };
  },
  facts: () => ({
    // beta_1 is no momentum in the sense of the bounds: the mean is normalised, so a step stays about learning_rate.
    momentum: 0,
    // A step moves each weight by about the rate whatever the gradient, and weights begin at about 0.1: above 0.01 they are
    // upset within ten steps, at 0.1 in the first one.
    rateHigh: { warning: 0.01, error: 0.5 },
    // 100,000 steps of 1e-6 move a weight by 0.1 at most.
    rateLow: 1e-6,
  }),
  examples: [
    {
      source: "Adam(0.1)",
      weights: [
        [0.900001, -1.9],
        [0.803484, -1.80348],
        [0.707685, -1.70768],
      ],
    },
    {
      source: "adam(learning_rate = 0.1, amsgrad = true)",
      weights: [
        [0.900001, -1.9],
        [0.803484, -1.80348],
        [0.707685, -1.70768],
      ],
    },
  ],
});
