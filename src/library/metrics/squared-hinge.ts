import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { lossStatistics } from "../loss-metric.ts";
import { squaredHinge as loss } from "../losses/squared-hinge.ts";
import { defineMetric } from "../metric.ts";

export const squaredHinge = defineMetric({
  name: "SquaredHinge",
  doc: "The loss of the same name as a metric: mean(max(1 - y p, 0)^2), with labels 0 and 1 read as -1 and 1. For scores of support vector machines.",
  params: {},
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: (context) => lossStatistics(loss, context),
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "lower", task: "classification", targets: ["binary", "multilabel"] }),
  examples: [
    { source: "squared_hinge", target: [[1], [0], [1]], output: [[0.9], [0.2], [0.4]], value: 0.6033333 },
  ],
});
