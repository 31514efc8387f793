import { defineActivation } from "../activation.ts";

export const exponential = defineActivation({
  name: "exponential",
  doc: "Raises e to the power of its input: exp(x). For an output that is a rate or a count, whose logarithm the network then predicts, with the poisson loss. Large inputs overflow, so between hidden layers take something else.",
  params: {},
  lower: (g, _params, x) => g.exp(x),
  facts: () => ({ range: [0, Number.POSITIVE_INFINITY], nonlinear: true, explodes: true }),
  examples: [
    { source: "exponential", x: [-2, -0.5, 0, 0.5, 2], y: [0.135335, 0.606531, 1, 1.648721, 7.389056] },
  ],
});
