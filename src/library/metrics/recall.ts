import { elementProblem } from "../accuracies.ts";
import {
  classIdParam,
  confusionFacts,
  confusionStatistics,
  leftOutOfCounts,
  ratesAt,
  thresholdParam,
  unitProblem,
} from "../confusion.ts";
import { leftOutOfMetrics } from "../counted.ts";
import { defineMetric } from "../metric.ts";

export const recall = defineMetric({
  name: "Recall",
  doc: "The share of true cases that were found. For yes-or-no outputs, when missing a case is costly; 0 where there is no case.",
  params: { thresholds: thresholdParam, class_id: classIdParam },
  leftOut: { ...leftOutOfMetrics, ...leftOutOfCounts },
  problem: ({ class_id }, target, output) =>
    elementProblem(target, output) ?? unitProblem(class_id, output.at(-1)),
  statistics: ({ g, params, target, output }) =>
    confusionStatistics(g, target, output, [params.thresholds], params.class_id),
  result: (_params, totals) => ratesAt(totals, 0).recall,
  facts: () => confusionFacts,
  examples: [
    { source: "Recall()", target: [[1], [0], [1]], output: [[0.9], [0.2], [0.4]], value: 0.5 },
    {
      source: "Recall(0.45, class_id = 1)",
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
  ],
});
