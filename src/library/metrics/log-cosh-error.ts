import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { lossStatistics } from "../loss-metric.ts";
import { logCosh as loss } from "../losses/log-cosh.ts";
import { defineMetric } from "../metric.ts";
import { regressionFacts } from "../regression-facts.ts";

export const logCoshError = defineMetric({
  name: "LogCoshError",
  aliases: ["logcosh"],
  doc: "The mean of log(cosh(p - y)), half a square for small errors and nearly the absolute error for large ones. For regressions with outliers; the name logcosh is how Keras logs it.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: (context) => lossStatistics(loss, context),
  result: (_params, totals) => meanResult(totals),
  facts: () => regressionFacts,
  examples: [
    {
      source: "log_cosh_error",
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
