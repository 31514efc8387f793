import { integer, keywordOnly, optional, param } from "../../words/param-types.ts";
import { classProblem } from "../accuracies.ts";
import { withBatch } from "../axis.ts";
import { leftOutOfMetrics, meanResult, meanStatistics } from "../counted.ts";
import { classAxis, fromLogits } from "../crossentropy.ts";
import { sparseCategoricalCrossentropy as loss } from "../losses/sparse-categorical-crossentropy.ts";
import { defineMetric } from "../metric.ts";
import { classIndices } from "../targets.ts";

export const sparseCategoricalCrossentropy = defineMetric({
  name: "SparseCategoricalCrossentropy",
  doc: "The loss of the same name as a metric: the mean of -log p of the right class, for targets that are numbers of classes. To watch it beside another loss.",
  params: {
    from_logits: keywordOnly(fromLogits),
    ignore_class: keywordOnly(
      param(optional(integer()), "a class whose rows are left out of the mean", null),
    ),
    axis: keywordOnly(classAxis),
  },
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => classProblem(target, output),
  statistics({ g, params, target, output, mask }) {
    const all = { ...params, ignore_class: null };
    const values = loss.lower({ g, params: all, target, output, logits: () => undefined });
    if (params.ignore_class === null) return meanStatistics(g, values, mask);
    const indices = g.reshape(classIndices(g, target, output, withBatch(params.axis)), values.shape);
    const ignored = g.cast(g.equal(indices, params.ignore_class), values.dtype);
    return { sum: g.sum(g.where(ignored, 0, values)), count: g.sum(g.sub(1, ignored)) };
  },
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "lower", task: "classification", targets: ["class", "binary"] }),
  examples: [
    {
      source: "SparseCategoricalCrossentropy()",
      target: [1, 2],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.4581454,
    },
    {
      source: "SparseCategoricalCrossentropy(ignore_class = 1)",
      target: [1, 2],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: Math.LN2,
    },
  ],
});
