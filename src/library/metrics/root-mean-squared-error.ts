import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { lossStatistics } from "../loss-metric.ts";
import { meanSquaredError } from "../losses/mean-squared-error.ts";
import { defineMetric } from "../metric.ts";
import { regressionFacts } from "../regression-facts.ts";

export const rootMeanSquaredError = defineMetric({
  name: "RootMeanSquaredError",
  aliases: ["rmse"],
  doc: "The root of the mean of squared differences: sqrt(mean((y - p)^2)). For regressions; in the units of the target, with large errors weighing most. The name rmse is this language's own.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  // Keras' own does not look at masks.
  statistics: (context) => lossStatistics(meanSquaredError, { ...context, mask: undefined }),
  result: (_params, totals) => Math.sqrt(meanResult(totals)),
  facts: () => regressionFacts,
  examples: [
    {
      source: "rmse",
      target: [
        [1, 2],
        [3, -1],
      ],
      output: [
        [1.5, 1],
        [2, -2],
      ],
      value: 0.901388,
    },
  ],
});
