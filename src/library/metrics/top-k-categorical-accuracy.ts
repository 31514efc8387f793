import { distributionProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult, meanStatistics } from "../counted.ts";
import { defineMetric } from "../metric.ts";
import { isClass } from "../targets.ts";
import { topHits, topParam } from "../top-k.ts";

export const topKCategoricalAccuracy = defineMetric({
  name: "TopKCategoricalAccuracy",
  doc: "The share of rows whose right class is among the k most probable, where the target is a one-hot vector. For many classes, some of them alike.",
  params: { k: topParam },
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => distributionProblem(target, output),
  statistics({ g, params: { k }, target, output, mask }) {
    const right = g.argmax(target, -1);
    const indices = g.reshape(right, [...right.shape, 1]);
    return meanStatistics(
      g,
      topHits(g, g.cast(isClass(g, indices, output, -1), output.dtype), output, k),
      mask,
    );
  },
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "higher", task: "classification", targets: ["onehot", "distribution"] }),
  examples: [
    {
      source: "TopKCategoricalAccuracy(2)",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 1,
    },
    {
      source: "TopKCategoricalAccuracy(k = 2)",
      target: [
        [0, 1, 0],
        [1, 0, 0],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.5,
    },
  ],
});
