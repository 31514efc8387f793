import { classProblem } from "../accuracies.ts";
import { leftOutOfMetrics, meanResult, meanStatistics } from "../counted.ts";
import { defineMetric } from "../metric.ts";
import { classIndices, isClass } from "../targets.ts";
import { topHits, topParam } from "../top-k.ts";

export const sparseTopKCategoricalAccuracy = defineMetric({
  name: "SparseTopKCategoricalAccuracy",
  doc: "The share of rows whose right class is among the k most probable, where the target is the number of the class. For many classes, some of them alike.",
  params: { k: topParam },
  leftOut: {
    ...leftOutOfMetrics,
    from_sorted_ids: "outputs here are scores of classes, never lists of class numbers",
  },
  problem: (_params, target, output) => classProblem(target, output),
  statistics({ g, params: { k }, target, output, mask }) {
    const indices = classIndices(g, target, output, -1);
    return meanStatistics(
      g,
      topHits(g, g.cast(isClass(g, indices, output, -1), output.dtype), output, k),
      mask,
    );
  },
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "higher", task: "classification", targets: ["class", "binary"] }),
  examples: [
    {
      source: "SparseTopKCategoricalAccuracy(2)",
      target: [1, 2],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 1,
    },
    {
      source: "SparseTopKCategoricalAccuracy(k = 2)",
      target: [1, 0],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.5,
    },
  ],
});
