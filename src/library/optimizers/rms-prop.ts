import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { learningRate } from "../../words/instance-of.ts";
import { flag, number, param } from "../../words/param-types.ts";
import { defineOptimizer } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";

export const rmsProp = defineOptimizer({
  name: "RMSprop",
  doc: "Divides each gradient by a running root mean square of itself. An older relative of Adam, still liked for recurrent networks. Formula: Tieleman and Hinton, Lecture 6.5 (2012), as in Keras: v = rho v + (1 - rho) g^2, w = w - learning_rate g / sqrt(v + epsilon); centered (Graves 2013) takes the square of the mean gradient off v; with momentum the steps themselves run on.",
  params: {
    learning_rate: param(learningRate, "size of a step, or a schedule of sizes", 0.001),
    rho: param(
      number({ min: 0, max: 1, belowMax: true }),
      "share of the mean square that is kept in each step",
      0.9,
    ),
    momentum: param(number({ min: 0, max: 1 }), "share of the last step that goes on", 0),
    epsilon: param(number({ min: 0 }), "added under the root that is divided by", 1e-7),
    centered: param(flag, "divide by the spread of the gradient instead of its size", false),
    ...optimizerTail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: ({ momentum, centered }): Readonly<Record<string, number>> => ({
    velocity: 0,
    ...(momentum === 0 ? {} : { momentum: 0 }),
    ...(centered ? { average_gradient: 0 } : {}),
  }),
  update({ g, params: { rho, momentum, epsilon }, weights, gradient, learningRate, slots }) {
    const { velocity, momentum: last, average_gradient } = slots;
    if (velocity === undefined) throw new Error("RMSprop keeps a velocity");
    const v = mean(g, rho, velocity, g.mul(gradient, gradient));
    const average = average_gradient === undefined ? undefined : mean(g, rho, average_gradient, gradient);
    // Rounding can make the spread slightly negative; its root must not become NaN.
    const spread = average === undefined ? v : g.max(g.sub(v, g.mul(average, average)), 0);
    const step = g.div(g.mul(learningRate, gradient), g.sqrt(g.add(spread, epsilon)));
    const move = last === undefined ? step : g.add(g.mul(momentum, last), step);
    return {
      weights: g.sub(weights, move),
      slots: {
        velocity: v,
        ...(last === undefined ? {} : { momentum: move }),
        ...(average === undefined ? {} : { average_gradient: average }),
      },
    };
  },
  facts: ({ momentum }) => ({
    momentum,
    // As for Adam: a step is about the rate whatever the gradient.
    rateHigh: { warning: 0.01, error: 0.5 },
    rateLow: 1e-6,
  }),
  examples: [
    {
      source: "RMSprop(0.1)",
      weights: [
        [0.683773, -1.68377],
        [0.398059, -1.39806],
        [0.138995, -1.13899],
      ],
    },
    {
      source: "RMSprop(0.1, momentum = 0.9, centered = true)",
      weights: [
        [0.666667, -1.66667],
        [0.0527472, -1.05275],
        [-0.795915, -0.204083],
      ],
    },
  ],
});

function mean(g: Builder, keep: number, last: Node, next: Node): Node {
  return g.add(g.mul(keep, last), g.mul(1 - keep, next));
}
