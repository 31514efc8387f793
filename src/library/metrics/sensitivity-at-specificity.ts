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

export const sensitivityAtSpecificity = defineMetric({
  name: "SensitivityAtSpecificity",
  doc: "The largest share of true cases found at a threshold that leaves enough of the others in peace. For tests whose one side is fixed beforehand, as in screening; counted at 200 thresholds, as in Keras.",
  params: {
    specificity: param(number({ min: 0, max: 1 }), "the specificity that must be reached"),
    num_thresholds: numThresholds,
    class_id: classIdParam,
  },
  leftOut: leftOutOfMetrics,
  problem: ({ class_id }, target, output) =>
    elementProblem(target, output) ?? unitProblem(class_id, output.at(-1)),
  statistics: ({ g, params, target, output }) =>
    confusionStatistics(g, target, output, evenThresholds(params.num_thresholds), params.class_id),
  result: ({ specificity }, totals) => bestWhere(totals, "specificity", specificity, "recall"),
  facts: () => confusionFacts,
  examples: [
    {
      source: "SensitivityAtSpecificity(0.5)",
      target: [[1], [0], [1]],
      output: [[0.9], [0.2], [0.4]],
      value: 1,
    },
  ],
});
