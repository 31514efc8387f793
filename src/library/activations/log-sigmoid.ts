import { defineActivation } from "../activation.ts";
import { softplus } from "../stable.ts";

export const logSigmoid = defineActivation({
  name: "log_sigmoid",
  doc: "The logarithm of a sigmoid: -log(1 + exp(-x)), which neither overflows nor loses digits. For losses of your own that need the logarithm of a probability.",
  params: {},
  lower: (g, _params, x) => g.neg(softplus(g, g.neg(x))),
  facts: () => ({ range: [Number.NEGATIVE_INFINITY, 0], nonlinear: true }),
  examples: [
    {
      source: "log_sigmoid",
      x: [-2, -0.5, 0, 0.5, 2],
      y: [-2.126928, -0.974077, -Math.LN2, -0.474077, -0.126928],
    },
  ],
});
