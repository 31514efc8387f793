import { learningRate } from "../../words/instance-of.ts";
import { integer, number, param } from "../../words/param-types.ts";
import { defineOptimizer } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

const share = number({ min: 0, max: 1, belowMax: true });

export const scheduleFreeAdamW = defineOptimizer({
  name: "ScheduleFreeAdamW",
  doc: "Adam that averages its own path in place of a falling rate, so that nobody need know how long the run is. Take a fixed rate, a little higher than Adam's, with a short warm-up. The weights are those between the path and its average at which gradients are taken, as in Keras. Formula: Defazio and others, The road less scheduled (2024).",
  params: {
    learning_rate: param(learningRate, "size of a step", 0.0025),
    beta_1: param(
      number({ min: 0, max: 1, aboveMin: true, belowMax: true }),
      "share of the average in the weights",
      0.9,
    ),
    beta_2: param(share, "share of the mean squared gradient that is kept in each step", 0.999),
    epsilon: param(number({ min: 0, aboveMin: true }), "added to the root that is divided by", 1e-8),
    warmup_steps: param(integer({ min: 0 }), "number of updates in which the rate climbs from 0", 0),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: () => ({ path: "weights", velocity: 0 }),
  update({ g, params, weights, gradient, learningRate, step, slots: { path, velocity } }) {
    if (path === undefined || velocity === undefined)
      throw new Error("ScheduleFreeAdamW keeps a path and a velocity");
    const { beta_1, beta_2, epsilon, warmup_steps } = params;
    const warm = warmup_steps === 0 ? 1 : g.min(g.div(step, warmup_steps), 1);
    const v = g.add(velocity, g.mul(1 - beta_2, g.sub(g.mul(gradient, gradient), velocity)));
    const spread = g.add(g.sqrt(g.div(v, g.sub(1, g.pow(beta_2, step)))), epsilon);
    const next = g.sub(path, g.div(g.mul(g.mul(learningRate, warm), gradient), spread));
    const average = g.div(g.sub(weights, g.mul(1 - beta_1, path)), beta_1);
    const share = g.div(1, step);
    const newAverage = g.add(g.mul(g.sub(1, share), average), g.mul(share, next));
    return {
      weights: g.add(g.mul(1 - beta_1, next), g.mul(beta_1, newAverage)),
      slots: { path: next, velocity: v },
    };
  },
  // Averaging bears a few times what Adam does.
  facts: () => ({ momentum: 0, rateHigh: { warning: 0.03, error: 0.3 }, rateLow: 1e-6 }),
  examples: [
    {
      source: "ScheduleFreeAdamW(0.1)",
      weights: [
        [0.9, -1.9],
        [0.83044, -1.83044],
        [0.755936, -1.755936],
      ],
    },
  ],
});
