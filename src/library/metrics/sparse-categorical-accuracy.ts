import { classProblem, sparseHits } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult, meanStatistics } from "../counted.ts";
import { defineMetric } from "../metric.ts";

export const sparseCategoricalAccuracy = defineMetric({
  name: "SparseCategoricalAccuracy",
  doc: "The share of rows whose most probable class is the right one, where the target is the number of the class. Where the target is a one-hot vector, use categorical_accuracy.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => classProblem(target, output),
  statistics: ({ g, target, output, mask }) => meanStatistics(g, sparseHits(g, target, output), mask),
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "higher", task: "classification", targets: ["class", "binary"] }),
  examples: [
    {
      source: "SparseCategoricalAccuracy()",
      target: [1, 2],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 1,
    },
    {
      source: "sparse_categorical_accuracy",
      target: [1, 0],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.5,
    },
  ],
});
