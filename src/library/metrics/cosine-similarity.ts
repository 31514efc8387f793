import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { keywordOnly } from "../../words/param-types.ts";
import { elementProblem } from "../accuracies.ts";
import { axisParam, axisProblem, withBatch } from "../axis.ts";
import { leftOutOfMetrics, meanResult, meanStatistics } from "../counted.ts";
import { defineMetric } from "../metric.ts";
import { unitVectors } from "../norms.ts";
import { paired } from "../targets.ts";

export const cosineSimilarity = defineMetric({
  name: "CosineSimilarity",
  doc: "The mean cosine of the angle between target and output: 1 where they point the same way, -1 where they are opposite. For vectors whose direction matters, such as embeddings.",
  params: { axis: keywordOnly(axisParam) },
  leftOut: leftOutOfMetrics,
  problem: ({ axis }, target, output) =>
    elementProblem(target, output) ?? (output.length === 0 ? undefined : axisProblem(axis, output)),
  statistics({ g, params: { axis }, target, output, mask }) {
    const pair = paired(g, target, output);
    return meanStatistics(g, values(g, pair.target, pair.output, withBatch(axis)), mask);
  },
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "higher", task: "regression", targets: ["real", "positive", "count"] }),
  examples: [
    {
      source: "cosine_similarity",
      target: [
        [1, 2],
        [3, -1],
      ],
      output: [
        [1.5, 1],
        [2, -2],
      ],
      value: 0.8813351,
    },
  ],
});

function values(g: Builder, target: Node, output: Node, axis: number): Node {
  return g.sum(g.mul(unitVectors(g, target, [axis]), unitVectors(g, output, [axis])), [axis]);
}
