import { defineActivation } from "../activation.ts";
import { hardSigmoid as formula } from "../piecewise.ts";

export const hardSigmoid = defineActivation({
  name: "hard_sigmoid",
  doc: "Sigmoid made of three straight lines: x / 6 + 1 / 2, kept between 0 and 1. For gates on small machines, where it is cheaper than sigmoid. Beyond -3 and 3 its gradient is exactly 0, so for the output of a classification take sigmoid.",
  params: {},
  lower: (g, _params, x) => formula(g, x),
  facts: () => ({
    range: [0, 1],
    nonlinear: true,
    output: "probability",
    saturates: true,
    initializer: "glorot",
  }),
  examples: [
    { source: "hard_sigmoid", x: [-2, -0.5, 0, 0.5, 2], y: [0.166667, 0.416667, 0.5, 0.583333, 0.833333] },
  ],
});
