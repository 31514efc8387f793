import { number, param } from "../../words/param-types.ts";
import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { regressionLossFacts } from "../regression-facts.ts";
import { paired } from "../targets.ts";

export const huber = defineLoss({
  name: "Huber",
  doc: "Half the square of small errors and a straight line for large ones: 0.5 e^2 up to delta, then delta |e| - 0.5 delta^2. For numbers with outliers, which pull less than in mean_squared_error. Formula: Huber, Robust estimation of a location parameter (1964).",
  params: {
    delta: param(number({ min: 0, aboveMin: true }), "errors up to this size count by their squares", 1),
    reduction,
  },
  leftOut: leftOutOfLosses,
  lower({ g, params: { delta }, target, output }) {
    const pair = paired(g, target, output);
    const error = g.sub(pair.output, pair.target);
    const size = g.abs(error);
    // The square never sees a large error, whose square could overflow.
    const near = g.min(size, delta);
    const far = g.sub(size, near);
    return g.mean(g.add(g.mul(0.5, g.mul(near, near)), g.mul(delta, far)), [-1]);
  },
  facts: () => regressionLossFacts,
  examples: [
    {
      source: "huber",
      target: [
        [1, 2],
        [3, -1],
      ],
      output: [
        [1.5, 1],
        [2, -2],
      ],
      value: 0.40625,
    },
    {
      source: "Huber(delta = 0.75)",
      target: [
        [1, 2],
        [3, -1],
      ],
      output: [
        [1.5, 1],
        [2, -2],
      ],
      value: 0.3828125,
    },
  ],
});
