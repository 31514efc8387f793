import { number, param } from "../../words/param-types.ts";
import { defineActivation } from "../activation.ts";

export const threshold = defineActivation({
  name: "threshold",
  doc: "Passes numbers above a threshold and puts one value in the place of all others: x where x > threshold, else default_value. The gradient is 0 wherever the value is put in.",
  params: {
    threshold: param(number(), "numbers up to here are replaced"),
    default_value: param(number(), "what they are replaced by"),
  },
  lower: (g, { threshold, default_value }, x) => g.where(g.less(threshold, x), x, default_value),
  facts: ({ threshold, default_value }) => ({
    range: [Math.min(threshold, default_value), Number.POSITIVE_INFINITY],
    nonlinear: true,
    dies: true,
  }),
  examples: [
    { source: "threshold(0.1, -9)", x: [-2, -0.5, 0, 0.5, 2], y: [-9, -9, -9, 0.5, 2] },
    { source: "threshold(threshold = 0, default_value = 0)", x: [-2, 2], y: [0, 2] },
  ],
});
