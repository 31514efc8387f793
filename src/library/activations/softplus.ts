import { defineActivation } from "../activation.ts";
import * as stable from "../stable.ts";

export const softplus = defineActivation({
  name: "softplus",
  doc: "A smooth relu that is always above 0: log(1 + exp(x)). For outputs that must be positive, such as a standard deviation or a rate. Formula: Dugas, Bengio, Bélisle, Nadeau and Garcia, Incorporating second-order functional knowledge (2001), computed as max(x, 0) + log1p(exp(-|x|)).",
  params: {},
  lower: (g, _params, x) => stable.softplus(g, x),
  facts: () => ({ range: [0, Number.POSITIVE_INFINITY], nonlinear: true, initializer: "he" }),
  examples: [
    { source: "softplus", x: [-2, -0.5, 0, 0.5, 2], y: [0.126928, 0.474077, Math.LN2, 0.974077, 2.12693] },
  ],
});
