import { learningRate } from "../../words/instance-of.ts";
import { number, param } from "../../words/param-types.ts";
import { defineOptimizer } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

const share = number({ min: 0, max: 1, belowMax: true });

export const nadam = defineOptimizer({
  name: "Nadam",
  doc: "Adam that looks ahead along its momentum, as nesterov does for SGD. Often a little faster than Adam at the same rate. Formula: Dozat, Incorporating Nesterov momentum into Adam (2016), with the momentum mu_t = beta_1 (1 - 0.5 * 0.96^t) and the products of these taken out of both means.",
  params: {
    learning_rate: param(learningRate, "size of a step, or a schedule of sizes", 0.001),
    beta_1: param(share, "share of the mean gradient that is kept in each step", 0.9),
    beta_2: param(share, "share of the mean squared gradient that is kept in each step", 0.999),
    epsilon: param(number({ min: 0, aboveMin: true }), "added to the root that is divided by", 1e-7),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: () => ({ momentum: 0, velocity: 0, momentum_product: { size: 1, value: 1 } }),
  update({ g, params: { beta_1, beta_2, epsilon }, weights, gradient, learningRate, step, slots }) {
    const { momentum, velocity, momentum_product } = slots;
    if (momentum === undefined || velocity === undefined || momentum_product === undefined)
      throw new Error("Nadam keeps a momentum, a velocity and a product");
    const shareAt = (t: typeof step) => g.mul(beta_1, g.sub(1, g.mul(0.5, g.pow(0.96, t))));
    const now = shareAt(step);
    const next = shareAt(g.add(step, 1));
    const product = g.mul(momentum_product, now);
    const m = g.add(momentum, g.mul(1 - beta_1, g.sub(gradient, momentum)));
    const v = g.add(velocity, g.mul(1 - beta_2, g.sub(g.mul(gradient, gradient), velocity)));
    const ahead = g.mul(g.div(next, g.sub(1, g.mul(product, next))), m);
    const here = g.mul(g.div(g.sub(1, now), g.sub(1, product)), gradient);
    const spread = g.sqrt(g.div(v, g.sub(1, g.pow(beta_2, step))));
    const move = g.div(g.mul(learningRate, g.add(ahead, here)), g.add(spread, epsilon));
    return {
      weights: g.sub(weights, move),
      slots: { momentum: m, velocity: v, momentum_product: product },
    };
  },
  // As for Adam.
  facts: () => ({ momentum: 0, rateHigh: { warning: 0.01, error: 0.5 }, rateLow: 1e-6 }),
  examples: [
    {
      source: "Nadam(0.1)",
      weights: [
        [0.893721, -1.893721],
        [0.799108, -1.799108],
        [0.706767, -1.706767],
      ],
    },
  ],
});
