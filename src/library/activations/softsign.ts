import { defineActivation } from "../activation.ts";

export const softsign = defineActivation({
  name: "softsign",
  doc: "Squeezes any number into -1 to 1, more slowly than tanh: x / (1 + |x|). Its gradient fades with the square of the distance instead of exponentially, so it saturates less. Formula: Turian, Bergstra and Bengio, Quadratic features and deep architectures for chunking (2009).",
  params: {},
  lower: (g, _params, x) => g.div(x, g.add(1, g.abs(x))),
  facts: () => ({ range: [-1, 1], nonlinear: true, initializer: "glorot" }),
  examples: [
    { source: "softsign", x: [-2, -0.5, 0, 0.5, 2], y: [-0.666667, -0.333333, 0, 0.333333, 0.666667] },
  ],
});
