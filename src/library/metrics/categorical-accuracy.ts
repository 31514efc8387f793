import { categoricalHits, distributionProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult, meanStatistics } from "../counted.ts";
import { defineMetric } from "../metric.ts";

export const categoricalAccuracy = defineMetric({
  name: "CategoricalAccuracy",
  doc: "The share of rows whose most probable class is the right one, where the target is a one-hot vector. Where the target is the number of the class, use sparse_categorical_accuracy.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => distributionProblem(target, output),
  statistics: ({ g, target, output, mask }) => meanStatistics(g, categoricalHits(g, target, output), mask),
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "higher", task: "classification", targets: ["onehot", "distribution"] }),
  examples: [
    {
      source: "CategoricalAccuracy()",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 1,
    },
    {
      source: "categorical_accuracy",
      target: [
        [0, 1, 0],
        [1, 0, 0],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.5,
    },
  ],
});
