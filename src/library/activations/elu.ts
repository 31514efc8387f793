import { number, param } from "../../words/param-types.ts";
import { defineActivation } from "../activation.ts";

export const elu = defineActivation({
  name: "elu",
  doc: "Passes positive numbers and bends negative ones smoothly towards -alpha: x, or alpha * (exp(x) - 1) below 0. Its mean output is closer to 0 than that of relu, which can speed up learning. Formula: Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by exponential linear units (2016).",
  params: { alpha: param(number({ min: 0 }), "where negative inputs level off, as -alpha", 1) },
  // Positive numbers are kept out of the exponential: what it gave for them would be infinite, and its gradient NaN.
  lower(g, { alpha }, x) {
    const positive = g.less(0, x);
    return g.where(positive, x, g.mul(alpha, g.expm1(g.where(positive, 0, x))));
  },
  facts: ({ alpha }) => ({
    range: [-alpha, Number.POSITIVE_INFINITY],
    nonlinear: true,
    ...(alpha === 0 ? { dies: true } : {}),
    initializer: "he",
  }),
  examples: [
    { source: "elu", x: [-2, -0.5, 0, 0.5, 2], y: [-0.864665, -0.393469, 0, 0.5, 2] },
    { source: "elu(alpha = 2)", x: [-2, 2], y: [-1.729329, 2] },
  ],
});
