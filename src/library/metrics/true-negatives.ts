import { elementProblem } from "../accuracies.ts";
import { confusionFacts, confusionStatistics, thresholdParam } from "../confusion.ts";
import { leftOutOfMetrics } from "../counted.ts";
import { defineMetric } from "../metric.ts";

export const trueNegatives = defineMetric({
  name: "TrueNegatives",
  doc: "How many answers are no and right. The output counts as yes above the threshold, and every label counts by itself.",
  params: { thresholds: thresholdParam },
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: ({ g, params, target, output }) =>
    confusionStatistics(g, target, output, [params.thresholds], null),
  result: (_params, totals) =>
    (totals.negatives?.[0] ?? Number.NaN) - (totals.false_positives?.[0] ?? Number.NaN),
  facts: () => ({ ...confusionFacts, better: "higher" }),
  examples: [{ source: "TrueNegatives()", target: [[1], [0], [1]], output: [[0.9], [0.2], [0.4]], value: 1 }],
});
