import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { paired } from "../targets.ts";

export const meanSquaredError = defineLoss({
  name: "MeanSquaredError",
  aliases: ["mse", "MSE"],
  doc: "The mean of squared differences: mean((y - p)^2). The usual loss for numbers; large errors weigh most, so for data with outliers mean_absolute_error is milder. Formula: least squares (Legendre 1805).",
  params: { reduction },
  leftOut: leftOutOfLosses,
  lower({ g, target, output }) {
    const pair = paired(g, target, output);
    const error = g.sub(pair.output, pair.target);
    return g.mean(g.mul(error, error), [-1]);
  },
  facts: () => ({
    reads: "number",
    fromLogits: false,
    targets: ["real", "positive", "count"],
    task: "regression",
    guess: "variance",
  }),
  examples: [
    {
      source: "mse",
      target: [
        [1, 2],
        [3, -1],
      ],
      output: [
        [1.5, 1],
        [2, -2],
      ],
      value: 0.8125,
    },
  ],
});
