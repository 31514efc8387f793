import { number, param } from "../../words/param-types.ts";
import { defineActivation } from "../activation.ts";

export const celu = defineActivation({
  name: "celu",
  doc: "An elu whose slope is 1 at 0 whatever alpha is: x, or alpha * (exp(x / alpha) - 1) below 0. In place of elu where alpha is tuned, because the bend stays smooth. Formula: Barron, Continuously differentiable exponential linear units (2017).",
  params: {
    alpha: param(number({ min: 0, aboveMin: true }), "where negative inputs level off, as -alpha", 1),
  },
  // As in elu, the exponential sees no positive number.
  lower(g, { alpha }, x) {
    const positive = g.less(0, x);
    return g.where(positive, x, g.mul(alpha, g.expm1(g.div(g.where(positive, 0, x), alpha))));
  },
  facts: ({ alpha }) => ({ range: [-alpha, Number.POSITIVE_INFINITY], nonlinear: true, initializer: "he" }),
  examples: [
    { source: "celu", x: [-2, -0.5, 0, 0.5, 2], y: [-0.864665, -0.393469, 0, 0.5, 2] },
    { source: "celu(alpha = 2)", x: [-2, 2], y: [-1.264241, 2] },
  ],
});
