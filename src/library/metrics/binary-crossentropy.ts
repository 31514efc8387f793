import { keywordOnly } from "../../words/param-types.ts";
import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult } from "../counted.ts";
import { fromLogits, labelSmoothing } from "../crossentropy.ts";
import { lossStatistics } from "../loss-metric.ts";
import { binaryCrossentropy as loss } from "../losses/binary-crossentropy.ts";
import { defineMetric } from "../metric.ts";

export const binaryCrossentropy = defineMetric({
  name: "BinaryCrossentropy",
  aliases: ["bce", "BCE"],
  doc: "The loss of the same name as a metric: the mean of -(y log p + (1 - y) log(1 - p)). To watch it beside another loss.",
  params: { from_logits: keywordOnly(fromLogits), label_smoothing: keywordOnly(labelSmoothing) },
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics: (context) => lossStatistics(loss, { ...context, params: { ...context.params, axis: -1 } }),
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "lower", task: "classification", targets: ["binary", "multilabel"] }),
  examples: [
    { source: "BinaryCrossentropy()", target: [1, 0, 1], output: [[0.9], [0.2], [0.4]], value: 0.4149316 },
  ],
});
