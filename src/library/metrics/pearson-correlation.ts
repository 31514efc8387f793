import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { keywordOnly } from "../../words/param-types.ts";
import { elementProblem } from "../accuracies.ts";
import { axisParam, axisProblem, withBatch } from "../axis.ts";
import { leftOutOfMetrics, meanResult, meanStatistics } from "../counted.ts";
import { defineMetric } from "../metric.ts";
import { centred, meanSquare } from "../moments.ts";
import { paired } from "../targets.ts";

export const pearsonCorrelation = defineMetric({
  name: "PearsonCorrelation",
  doc: "The mean over rows of the correlation between target and output along an axis. For vectors or series a row, such as profiles; the size and place of the numbers do not count. Formula: Pearson (1895). Where an axis is constant it is 0.",
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
      source: "PearsonCorrelation()",
      target: [
        [1, 2, 3],
        [3, -1, 0],
      ],
      output: [
        [1.5, 1, 2],
        [2, -2, 0],
      ],
      value: 0.7303844094276428,
    },
  ],
});

/** Standard deviations below this are noise. */
const smallestVariance = 1e-14;

function values(g: Builder, target: Node, output: Node, axis: number): Node {
  const [y, p] = [centred(g, target, [axis]), centred(g, output, [axis])];
  const spread = (x: Node) => g.sqrt(g.max(meanSquare(g, x, [axis]), smallestVariance));
  return g.mean(g.mul(g.div(y, spread(y)), g.div(p, spread(p))), [axis]);
}
