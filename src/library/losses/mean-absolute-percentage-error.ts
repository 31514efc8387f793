import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { regressionLossFacts } from "../regression-facts.ts";
import { paired } from "../targets.ts";

const epsilon = 1e-7;

export const meanAbsolutePercentageError = defineLoss({
  name: "MeanAbsolutePercentageError",
  aliases: ["mape", "MAPE"],
  doc: "The mean of absolute differences in percent of the target: 100 * mean(|y - p| / max(|y|, 1e-7)). For numbers of very different sizes, all far from 0: a target of 0 makes it enormous. It pulls predictions down, because errors below a target count at most 100 percent.",
  params: { reduction },
  leftOut: leftOutOfLosses,
  lower({ g, target, output }) {
    const pair = paired(g, target, output);
    const error = g.abs(g.div(g.sub(pair.target, pair.output), g.max(g.abs(pair.target), epsilon)));
    return g.mul(100, g.mean(error, [-1]));
  },
  facts: () => ({ ...regressionLossFacts, dividesByTarget: true }),
  examples: [
    {
      source: "mape",
      target: [
        [1, 2],
        [3, -1],
      ],
      output: [
        [1.5, 1],
        [2, -2],
      ],
      value: 58.333333,
    },
  ],
});
