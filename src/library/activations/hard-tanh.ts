import { defineActivation } from "../activation.ts";
import { clamp } from "../piecewise.ts";

export const hardTanh = defineActivation({
  name: "hard_tanh",
  doc: "Cuts numbers to -1 to 1. Tanh made of straight lines: cheaper, but with a gradient of exactly 0 outside. Formula: Collobert, Large scale machine learning (2004).",
  params: {},
  lower: (g, _params, x) => clamp(g, x, -1, 1),
  facts: () => ({ range: [-1, 1], nonlinear: true, saturates: true, initializer: "glorot" }),
  examples: [{ source: "hard_tanh", x: [-2, -0.5, 0, 0.5, 2], y: [-1, -0.5, 0, 0.5, 1] }],
});
