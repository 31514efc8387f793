import { defineActivation } from "../activation.ts";
import { hardSigmoid } from "../piecewise.ts";

export const hardSilu = defineActivation({
  name: "hard_silu",
  aliases: ["hard_swish"],
  doc: "Silu with a sigmoid made of straight lines: x * hard_sigmoid(x). For small machines, as in MobileNetV3. Formula: Howard and others, Searching for MobileNetV3 (2019).",
  params: {},
  lower: (g, _params, x) => g.mul(x, hardSigmoid(g, x)),
  // The minimum is at x = -1.5; below -3 the gradient is exactly 0.
  facts: () => ({ range: [-0.375, Number.POSITIVE_INFINITY], nonlinear: true, initializer: "he" }),
  examples: [
    { source: "hard_silu", x: [-2, -0.5, 0, 0.5, 2], y: [-0.333333, -0.208333, 0, 0.291667, 1.666667] },
    { source: "hard_swish", x: [-4, -1.5, 4], y: [0, -0.375, 4] },
  ],
});
