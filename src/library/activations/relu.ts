import { number, optional, param } from "../../words/param-types.ts";
import { defineActivation } from "../activation.ts";

const slope = number({ min: 0 });

/** The exact point `x = threshold` gives 0, as in Keras. */
export const relu = defineActivation({
  name: "relu",
  doc: "Passes positive numbers and turns negative ones into 0: max(x, 0). The usual choice between hidden layers: cheap, and its gradient does not vanish for active units. Formula: Nair and Hinton, Rectified linear units improve restricted Boltzmann machines (2010); slope, cap and threshold as in Keras: max_value where x is larger, x where x is above the threshold, else negative_slope * (x - threshold).",
  params: {
    negative_slope: param(slope, "slope below the threshold", 0),
    max_value: param(optional(number({ min: 0 })), "largest output; none for no bound", null),
    threshold: param(number({ min: 0 }), "inputs up to here count as off", 0),
  },
  lower(g, { negative_slope, max_value, threshold }, x) {
    const on = threshold === 0 ? g.max(x, 0) : g.where(g.less(threshold, x), x, 0);
    const capped = max_value === null ? on : g.min(on, max_value);
    if (negative_slope === 0) return capped;
    const off = g.mul(negative_slope, threshold === 0 ? x : g.sub(x, threshold));
    return g.where(g.less(x, threshold), off, max_value === null && threshold === 0 ? x : capped);
  },
  facts: ({ negative_slope, max_value, threshold }) => ({
    range: [negative_slope === 0 ? 0 : Number.NEGATIVE_INFINITY, max_value ?? Number.POSITIVE_INFINITY],
    nonlinear: negative_slope !== 1 || threshold !== 0 || max_value !== null,
    ...(negative_slope === 0 ? { dies: true } : {}),
    ...(negative_slope === 0 && max_value !== null ? { saturates: true } : {}),
    initializer: "he",
  }),
  examples: [
    { source: "relu", x: [-2, -0.5, 0, 0.5, 2], y: [0, 0, 0, 0.5, 2] },
    { source: "relu(max_value = 1)", x: [-2, 0.5, 2], y: [0, 0.5, 1] },
    {
      source: "relu(negative_slope = 0.1, max_value = 1.5, threshold = 1)",
      x: [-2, 0.5, 1.25, 2],
      y: [-0.3, -0.05, 1.25, 1.5],
    },
  ],
});
