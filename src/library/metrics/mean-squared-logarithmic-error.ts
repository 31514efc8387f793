import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { lossStatistics } from "../loss-metric.ts";
import { meanSquaredLogarithmicError as loss } from "../losses/mean-squared-logarithmic-error.ts";
import { defineMetric } from "../metric.ts";
import { regressionFacts } from "../regression-facts.ts";

export const meanSquaredLogarithmicError = defineMetric({
  name: "MeanSquaredLogarithmicError",
  aliases: ["msle", "MSLE"],
  doc: "The mean of squared differences of logarithms: mean((log(y + 1) - log(p + 1))^2). For numbers from 0 up, where ratios matter.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: (context) => lossStatistics(loss, context),
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ ...regressionFacts, targets: ["positive", "count"] }),
  examples: [
    {
      source: "msle",
      target: [
        [1, 2],
        [3, 1],
      ],
      output: [
        [1.5, 1],
        [2, 2],
      ],
      value: 0.1153395,
    },
  ],
});
