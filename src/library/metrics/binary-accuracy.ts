import { keywordOnly, number, param } from "../../words/param-types.ts";
import { binaryHits, elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult, meanStatistics } from "../counted.ts";
import { defineMetric } from "../metric.ts";

export const binaryAccuracy = defineMetric({
  name: "BinaryAccuracy",
  doc: "The share of yes-or-no answers that are right: the output counts as yes above the threshold. For sigmoid outputs, one or several; each label counts by itself.",
  params: { threshold: keywordOnly(param(number(), "an output above it counts as yes", 0.5)) },
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: ({ g, params, target, output, mask }) =>
    meanStatistics(g, binaryHits(g, target, output, params.threshold), mask),
  result: (_params, totals) => meanResult(totals),
  facts: ({ threshold }) => ({
    better: "higher",
    task: "classification",
    targets: ["binary", "multilabel"],
    threshold,
  }),
  examples: [
    { source: "BinaryAccuracy()", target: [1, 0, 1], output: [[0.9], [0.2], [0.4]], value: 0.666667 },
    { source: "BinaryAccuracy(threshold = 0.3)", target: [1, 0, 1], output: [[0.9], [0.2], [0.4]], value: 1 },
  ],
});
