import { defineActivation } from "../activation.ts";

export const linear = defineActivation({
  name: "linear",
  doc: "Gives back its input unchanged. It is what a layer without an activation has: right for the output of a regression and for logits.",
  params: {},
  lower: (_g, _params, x) => x,
  facts: () => ({ range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], nonlinear: false }),
  examples: [{ source: "linear", x: [-2, -0.5, 0, 0.5, 2], y: [-2, -0.5, 0, 0.5, 2] }],
});
