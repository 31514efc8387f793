import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { lossStatistics } from "../loss-metric.ts";
import { categoricalHinge as loss } from "../losses/categorical-hinge.ts";
import { defineMetric } from "../metric.ts";

export const categoricalHinge = defineMetric({
  name: "CategoricalHinge",
  doc: "The loss of the same name as a metric: the mean of max(max((1 - y) p) - sum(y p) + 1, 0). For scores of several classes.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: (context) => lossStatistics(loss, context),
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "lower", task: "classification", targets: ["onehot"] }),
  examples: [
    {
      source: "categorical_hinge",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.55,
    },
  ],
});
