import { number, param } from "../../words/param-types.ts";
import { elementProblem } from "../accuracies.ts";
import {
  bestWhere,
  classIdParam,
  confusionFacts,
  confusionStatistics,
  evenThresholds,
  numThresholds,
  unitProblem,
} from "../confusion.ts";
import { leftOutOfMetrics } from "../counted.ts";
import { defineMetric } from "../metric.ts";

export const precisionAtRecall = defineMetric({
  name: "PrecisionAtRecall",
  doc: "The best precision at a threshold that still finds a given share of true cases. For tests whose one side is fixed beforehand, as in screening; counted at 200 thresholds, as in Keras.",
  params: {
    recall: param(number({ min: 0, max: 1 }), "the recall that must be reached"),
    num_thresholds: numThresholds,
    class_id: classIdParam,
  },
  leftOut: leftOutOfMetrics,
  problem: ({ class_id }, target, output) =>
    elementProblem(target, output) ?? unitProblem(class_id, output.at(-1)),
  statistics: ({ g, params, target, output }) =>
    confusionStatistics(g, target, output, evenThresholds(params.num_thresholds), params.class_id),
  result: ({ recall }, totals) => bestWhere(totals, "recall", recall, "precision"),
  facts: () => confusionFacts,
  examples: [
    { source: "PrecisionAtRecall(0.5)", target: [[1], [0], [1]], output: [[0.9], [0.2], [0.4]], value: 1 },
  ],
});
