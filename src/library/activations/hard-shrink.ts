import { number, param } from "../../words/param-types.ts";
import { defineActivation } from "../activation.ts";

export const hardShrink = defineActivation({
  name: "hard_shrink",
  doc: "Turns small numbers into 0 and passes the others: x where |x| > threshold, else 0. For codes that are to be sparse; it jumps at the threshold, where soft_shrink does not. Formula: hard thresholding (Donoho and Johnstone 1994).",
  params: { threshold: param(number({ min: 0 }), "numbers up to this size become 0", 0.5) },
  lower: (g, { threshold }, x) => g.where(g.less(threshold, g.abs(x)), x, 0),
  facts: ({ threshold }) => ({
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    nonlinear: threshold !== 0,
  }),
  examples: [
    { source: "hard_shrink", x: [-2, -0.5, 0, 0.5, 2], y: [-2, 0, 0, 0, 2] },
    { source: "hard_shrink(1)", x: [-2, 0.75, 2], y: [-2, 0, 2] },
  ],
});
