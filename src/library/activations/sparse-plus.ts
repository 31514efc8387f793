import { defineActivation } from "../activation.ts";
import { clamp } from "../piecewise.ts";

export const sparsePlus = defineActivation({
  name: "sparse_plus",
  doc: "A relu whose corner is a piece of a parabola: 0 up to -1, (x + 1)^2 / 4 up to 1, then x. Smooth like softplus, but exactly 0 far out; the derivative is sparse_sigmoid.",
  params: {},
  lower(g, _params, x) {
    const near = g.add(clamp(g, x, -1, 1), 1);
    return g.add(g.mul(0.25, g.mul(near, near)), g.max(g.sub(x, 1), 0));
  },
  facts: () => ({ range: [0, Number.POSITIVE_INFINITY], nonlinear: true, dies: true, initializer: "he" }),
  examples: [{ source: "sparse_plus", x: [-2, -0.5, 0, 0.5, 2], y: [0, 0.0625, 0.25, 0.5625, 2] }],
});
