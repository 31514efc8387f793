import { defineActivation } from "../activation.ts";

export const silu = defineActivation({
  name: "silu",
  aliases: ["swish"],
  doc: "Weighs its input by its own sigmoid: x * sigmoid(x). A smooth relu for deep networks; the usual choice in EfficientNet and in many language models. Formula: Elfwing, Uchibe and Doya, Sigmoid-weighted linear units (2018); Ramachandran, Zoph and Le called it swish (2017).",
  params: {},
  lower: (g, _params, x) => g.mul(x, g.sigmoid(x)),
  // The minimum is -0.278465 at x = -1.27846.
  facts: () => ({ range: [-0.27847, Number.POSITIVE_INFINITY], nonlinear: true, initializer: "he" }),
  examples: [
    { source: "silu", x: [-2, -0.5, 0, 0.5, 2], y: [-0.238406, -0.18877, 0, 0.31123, 1.761594] },
    { source: "swish", x: [2], y: [1.761594] },
  ],
});
