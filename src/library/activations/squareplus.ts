import { number, param } from "../../words/param-types.ts";
import { defineActivation } from "../activation.ts";

export const squareplus = defineActivation({
  name: "squareplus",
  doc: "A smooth relu without exponentials: (x + sqrt(x^2 + b)) / 2. Much like softplus, but cheaper; it approaches 0 slowly. Formula: Barron, Squareplus: a softplus-like algebraic rectifier (2021), with the root scaled so that no square overflows, and below 0 as b / (2 (sqrt(x^2 + b) - x)), where nothing cancels.",
  params: { b: param(number({ min: 0, aboveMin: true }), "how wide the bend is", 4) },
  lower(g, { b }, x) {
    const root = Math.sqrt(b);
    // The root does not depend on the scale, so the scale carries no gradient.
    const scale = g.stopGradient(g.max(g.abs(x), root));
    const [p, q] = [g.div(x, scale), g.div(root, scale)];
    const length = g.mul(scale, g.sqrt(g.add(g.mul(p, p), g.mul(q, q))));
    const size = g.where(g.less(x, 0), g.neg(x), x);
    const sum = g.add(size, length);
    return g.where(g.less(x, 0), g.div(b / 2, sum), g.mul(0.5, sum));
  },
  facts: () => ({ range: [0, Number.POSITIVE_INFINITY], nonlinear: true, initializer: "he" }),
  examples: [
    { source: "squareplus", x: [-2, -0.5, 0, 0.5, 2], y: [0.414214, 0.780776, 1, 1.280776, 2.414214] },
    { source: "squareplus(b = 1)", x: [-2, 0, 2], y: [0.118034, 0.5, 2.118034] },
  ],
});
