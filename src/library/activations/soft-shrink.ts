import { number, param } from "../../words/param-types.ts";
import { defineActivation } from "../activation.ts";

export const softShrink = defineActivation({
  name: "soft_shrink",
  doc: "Moves numbers towards 0 by a threshold, and small ones onto it: sign(x) * max(|x| - threshold, 0). For codes that are to be sparse, without the jump of hard_shrink. Formula: soft thresholding (Donoho 1995).",
  params: { threshold: param(number({ min: 0 }), "how far numbers move towards 0", 0.5) },
  lower(g, { threshold }, x) {
    const below = g.min(g.add(x, threshold), 0);
    return g.add(g.max(g.sub(x, threshold), 0), below);
  },
  facts: ({ threshold }) => ({
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    nonlinear: threshold !== 0,
  }),
  examples: [{ source: "soft_shrink", x: [-2, -0.5, 0, 0.5, 2], y: [-1.5, 0, 0, 0, 1.5] }],
});
