/** What losses and metrics of errors of numbers have in common. */
import type { LossFacts } from "./loss.ts";
import type { MetricFacts } from "./metric.ts";

export const regressionFacts: MetricFacts = {
  better: "lower",
  task: "regression",
  targets: ["real", "positive", "count"],
};

export const regressionLossFacts: LossFacts = {
  reads: "number",
  fromLogits: false,
  targets: ["real", "positive", "count"],
  task: "regression",
};
