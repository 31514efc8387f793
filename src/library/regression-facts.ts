/** What metrics of errors of numbers have in common. */
import type { MetricFacts } from "./metric.ts";

export const regressionFacts: MetricFacts = {
  better: "lower",
  task: "regression",
  targets: ["real", "positive", "count"],
};
