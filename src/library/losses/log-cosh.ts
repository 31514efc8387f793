import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { regressionLossFacts } from "../regression-facts.ts";
import { softplus } from "../stable.ts";
import { paired } from "../targets.ts";

export const logCosh = defineLoss({
  name: "LogCosh",
  doc: "The mean of log(cosh(p - y)), half a square for small errors and nearly the absolute error for large ones. For numbers with outliers, like huber, but smooth everywhere. Computed as e + softplus(-2 e) - log(2), so that cosh never overflows.",
  params: { reduction },
  leftOut: leftOutOfLosses,
  lower({ g, target, output }) {
    const pair = paired(g, target, output);
    const error = g.sub(pair.output, pair.target);
    return g.mean(g.sub(g.add(error, softplus(g, g.mul(-2, error))), Math.LN2), [-1]);
  },
  facts: () => regressionLossFacts,
  examples: [
    {
      source: "log_cosh",
      target: [
        [1, 2],
        [3, -1],
      ],
      output: [
        [1.5, 1],
        [2, -2],
      ],
      value: 0.3553643,
    },
  ],
});
