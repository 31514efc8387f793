import { defineActivation } from "../activation.ts";
import { softplus } from "../stable.ts";

export const mish = defineActivation({
  name: "mish",
  doc: "A smooth relu that lets small negative numbers through: x * tanh(softplus(x)). Much like silu; liked in detection networks. Formula: Misra, Mish: a self regularized non-monotonic activation function (2019).",
  params: {},
  lower: (g, _params, x) => g.mul(x, g.tanh(softplus(g, x))),
  // The minimum is -0.308843 at x = -1.19245.
  facts: () => ({ range: [-0.30885, Number.POSITIVE_INFINITY], nonlinear: true, initializer: "he" }),
  examples: [{ source: "mish", x: [-2, -0.5, 0, 0.5, 2], y: [-0.252501, -0.220744, 0, 0.375245, 1.943959] }],
});
