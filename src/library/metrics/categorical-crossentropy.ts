import { keywordOnly } from "../../words/param-types.ts";
import { distributionProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { classAxis, fromLogits, labelSmoothing } from "../crossentropy.ts";
import { lossStatistics } from "../loss-metric.ts";
import { categoricalCrossentropy as loss } from "../losses/categorical-crossentropy.ts";
import { defineMetric } from "../metric.ts";

export const categoricalCrossentropy = defineMetric({
  name: "CategoricalCrossentropy",
  doc: "The loss of the same name as a metric: the mean of -sum(y log p), for one-hot targets. To watch it beside another loss.",
  params: {
    from_logits: keywordOnly(fromLogits),
    label_smoothing: keywordOnly(labelSmoothing),
    axis: keywordOnly(classAxis),
  },
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => distributionProblem(target, output),
  statistics: (context) => lossStatistics(loss, context),
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "lower", task: "classification", targets: ["onehot", "distribution"] }),
  examples: [
    {
      source: "CategoricalCrossentropy()",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.4581454,
    },
  ],
});
