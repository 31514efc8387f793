import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { paired } from "../targets.ts";

export const meanAbsoluteError = defineLoss({
  name: "MeanAbsoluteError",
  aliases: ["mae", "MAE"],
  doc: "The mean of absolute differences: mean(|y - p|). For numbers with outliers, because every unit of error weighs the same; it aims at the median. Formula: least absolute deviations (Laplace 1774).",
  params: { reduction },
  leftOut: leftOutOfLosses,
  lower({ g, target, output }) {
    const pair = paired(g, target, output);
    return g.mean(g.abs(g.sub(pair.output, pair.target)), [-1]);
  },
  facts: () => ({
    reads: "number",
    fromLogits: false,
    targets: ["real", "positive", "count"],
    task: "regression",
  }),
  examples: [
    {
      source: "mae",
      target: [
        [1, 2],
        [3, -1],
      ],
      output: [
        [1.5, 1],
        [2, -2],
      ],
      value: 0.875,
    },
  ],
});
