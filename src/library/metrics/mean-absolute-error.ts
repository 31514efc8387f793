import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { lossStatistics } from "../loss-metric.ts";
import { meanAbsoluteError as loss } from "../losses/mean-absolute-error.ts";
import { defineMetric } from "../metric.ts";
import { regressionFacts } from "../regression-facts.ts";

export const meanAbsoluteError = defineMetric({
  name: "MeanAbsoluteError",
  aliases: ["mae", "MAE"],
  doc: "The mean of absolute differences between output and target: mean(|y - p|). For regressions; in the units of the target, so it is easy to read.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: (context) => lossStatistics(loss, context),
  result: (_params, totals) => meanResult(totals),
  facts: () => regressionFacts,
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
