import { defineActivation } from "../activation.ts";
import { axisParam, axisProblem, withBatch } from "../axis.ts";
import * as stable from "../stable.ts";

export const softmax = defineActivation({
  name: "softmax",
  doc: "Turns numbers into probabilities that sum to 1: exp(x) / sum(exp(x)) along an axis. For an output of one class out of several; with categorical_crossentropy or sparse_categorical_crossentropy. Over a single unit it is always 1: use sigmoid there. Formula: the Boltzmann distribution (Bridle 1990), with the largest number taken off first.",
  params: { axis: axisParam },
  problem: ({ axis }, shape) => axisProblem(axis, shape),
  lower: (g, { axis }, x) => stable.softmax(g, x, withBatch(axis)),
  facts: ({ axis }) => ({
    range: [0, 1],
    nonlinear: true,
    ...(axis === -1 ? { output: "distribution" } : {}),
    sharesAlong: axis,
    saturates: true,
    initializer: "glorot",
  }),
  examples: [
    { source: "softmax", x: [-2, -0.5, 0, 0.5, 2], y: [0.0125547, 0.0562663, 0.0927674, 0.152948, 0.685464] },
    { source: "softmax(axis = 0)", x: [1, 1], y: [0.5, 0.5] },
  ],
});
