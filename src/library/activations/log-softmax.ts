import { defineActivation } from "../activation.ts";
import { axisParam, axisProblem, withBatch } from "../axis.ts";
import { logSoftmax as formula } from "../stable.ts";

export const logSoftmax = defineActivation({
  name: "log_softmax",
  doc: "The logarithm of a softmax: x - log(sum(exp(x))) along an axis, with the largest number taken off first. For outputs that are to be logarithms of probabilities. The crossentropies read probabilities or logits: for them write softmax, or no activation with from_logits = true (the shift of log_softmax makes no difference there).",
  params: { axis: axisParam },
  problem: ({ axis }, shape) => axisProblem(axis, shape),
  lower: (g, { axis }, x) => formula(g, x, withBatch(axis)),
  facts: () => ({ range: [Number.NEGATIVE_INFINITY, 0], nonlinear: true, initializer: "glorot" }),
  examples: [
    {
      source: "log_softmax",
      x: [-2, -0.5, 0, 0.5, 2],
      y: [-4.37766, -2.87766, -2.37766, -1.87766, -0.37766],
    },
  ],
});
