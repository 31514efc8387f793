import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { lossStatistics } from "../loss-metric.ts";
import { meanAbsolutePercentageError as loss } from "../losses/mean-absolute-percentage-error.ts";
import { defineMetric } from "../metric.ts";
import { regressionFacts } from "../regression-facts.ts";

export const meanAbsolutePercentageError = defineMetric({
  name: "MeanAbsolutePercentageError",
  aliases: ["mape", "MAPE"],
  doc: "The mean of absolute differences in percent of the target: 100 * mean(|y - p| / max(|y|, 1e-7)). For numbers far from 0, where errors are told in percent.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: (context) => lossStatistics(loss, context),
  result: (_params, totals) => meanResult(totals),
  facts: () => regressionFacts,
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
      value: 58.33334,
    },
  ],
});
