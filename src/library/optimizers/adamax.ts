import { learningRate } from "../../words/instance-of.ts";
import { number, param } from "../../words/param-types.ts";
import { defineOptimizer } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

const share = number({ min: 0, max: 1, belowMax: true });

export const adamax = defineOptimizer({
  name: "Adamax",
  doc: "Adam with the largest recent gradient in place of the root of the mean square. Steadier where gradients are now and then very large, as with embeddings. Formula: Kingma and Ba, Adam: a method for stochastic optimization (2015), section 7.1: m = beta_1 m + (1 - beta_1) g, u = max(beta_2 u, |g|), w = w - learning_rate m / ((1 - beta_1^t) (u + epsilon)).",
  params: {
    learning_rate: param(learningRate, "size of a step, or a schedule of sizes", 0.001),
    beta_1: param(share, "share of the mean gradient that is kept in each step", 0.9),
    beta_2: param(share, "share of the largest gradient that is kept in each step", 0.999),
    epsilon: param(number({ min: 0, aboveMin: true }), "added to what is divided by", 1e-7),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: () => ({ momentum: 0, norm: 0 }),
  update({ g, params: { beta_1, beta_2, epsilon }, weights, gradient, learningRate, step, slots }) {
    const { momentum, norm } = slots;
    if (momentum === undefined || norm === undefined) throw new Error("Adamax keeps a momentum and a norm");
    const m = g.add(momentum, g.mul(1 - beta_1, g.sub(gradient, momentum)));
    const u = g.max(g.mul(beta_2, norm), g.abs(gradient));
    const rate = g.div(learningRate, g.sub(1, g.pow(beta_1, step)));
    return {
      weights: g.sub(weights, g.div(g.mul(rate, m), g.add(u, epsilon))),
      slots: { momentum: m, norm: u },
    };
  },
  // As for Adam: a step is at most about the rate. The paper's default is twice Keras'.
  facts: () => ({ momentum: 0, rateHigh: { warning: 0.02, error: 0.5 }, rateLow: 1e-6 }),
  examples: [
    {
      source: "Adamax(0.1)",
      weights: [
        [0.9, -1.9],
        [0.823684, -1.823684],
        [0.754681, -1.754681],
      ],
    },
  ],
});
