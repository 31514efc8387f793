import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { lossStatistics } from "../loss-metric.ts";
import { poisson as loss } from "../losses/poisson.ts";
import { defineMetric } from "../metric.ts";
import { regressionFacts } from "../regression-facts.ts";

export const poisson = defineMetric({
  name: "Poisson",
  doc: "The loss of the same name as a metric: mean(p - y log(p + 1e-7)). To watch it beside another loss.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: (context) => lossStatistics(loss, context),
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ ...regressionFacts, targets: ["count", "positive"] }),
  examples: [
    {
      source: "poisson",
      target: [
        [1, 2],
        [3, 1],
      ],
      output: [
        [1.5, 1],
        [2, 2],
      ],
      value: 0.8304865,
    },
  ],
});
