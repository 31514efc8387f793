import { flag, param } from "../../words/param-types.ts";
import { defineActivation } from "../activation.ts";

export const gelu = defineActivation({
  name: "gelu",
  doc: "Weighs its input by the probability that a standard normal number lies below it: x * Phi(x). The usual choice in transformers: like relu, but smooth. Formula: Hendrycks and Gimpel, Gaussian error linear units (2016); approximate uses their form with tanh.",
  params: { approximate: param(flag, "use the approximation by tanh instead of the error function", false) },
  lower(g, { approximate }, x) {
    const half = g.mul(0.5, x);
    if (!approximate) return g.mul(half, g.add(1, g.erf(g.mul(Math.SQRT1_2, x))));
    const cubed = g.mul(g.mul(x, x), x);
    const inner = g.mul(rootTwoOverPi, g.add(x, g.mul(0.044715, cubed)));
    return g.mul(half, g.add(1, g.tanh(inner)));
  },
  // The minimum is -0.16997 near x = -0.7518; that of the approximation is -0.17004.
  facts: () => ({ range: [-0.1701, Number.POSITIVE_INFINITY], nonlinear: true, initializer: "he" }),
  examples: [
    { source: "gelu", x: [-2, -0.5, 0, 0.5, 2], y: [-0.0455003, -0.154269, 0, 0.345731, 1.9545] },
    {
      source: "gelu(approximate = true)",
      x: [-2, -0.5, 0, 0.5, 2],
      y: [-0.0454023, -0.154286, 0, 0.345714, 1.9546],
    },
  ],
});

/** `sqrt(2 / pi)` */
const rootTwoOverPi = 0.7978845608028654;
