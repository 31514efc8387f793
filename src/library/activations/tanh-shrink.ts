import { defineActivation } from "../activation.ts";

export const tanhShrink = defineActivation({
  name: "tanh_shrink",
  doc: "What tanh takes away: x - tanh(x). Nearly 0 around 0, a straight line far out; for codes that are to be sparse.",
  params: {},
  lower: (g, _params, x) => g.sub(x, g.tanh(x)),
  facts: () => ({ range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], nonlinear: true }),
  examples: [
    { source: "tanh_shrink", x: [-2, -0.5, 0, 0.5, 2], y: [-1.035972, -0.0378828, 0, 0.0378828, 1.035972] },
  ],
});
