import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { lossStatistics } from "../loss-metric.ts";
import { hinge as loss } from "../losses/hinge.ts";
import { defineMetric } from "../metric.ts";

export const hinge = defineMetric({
  name: "Hinge",
  doc: "The loss of the same name as a metric: mean(max(1 - y p, 0)), with labels 0 and 1 read as -1 and 1. For scores of support vector machines.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: (context) => lossStatistics(loss, context),
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "lower", task: "classification", targets: ["binary", "multilabel"] }),
  examples: [{ source: "hinge", target: [[1], [0], [1]], output: [[0.9], [0.2], [0.4]], value: 0.6333333 }],
});
