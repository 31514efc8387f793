import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { lossStatistics } from "../loss-metric.ts";
import { meanSquaredError as loss } from "../losses/mean-squared-error.ts";
import { defineMetric } from "../metric.ts";
import { regressionFacts } from "../regression-facts.ts";

export const meanSquaredError = defineMetric({
  name: "MeanSquaredError",
  aliases: ["mse", "MSE"],
  doc: "The mean of squared differences between output and target: mean((y - p)^2). For regressions; in squared units, and large errors weigh most.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: (context) => lossStatistics(loss, context),
  result: (_params, totals) => meanResult(totals),
  facts: () => regressionFacts,
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
