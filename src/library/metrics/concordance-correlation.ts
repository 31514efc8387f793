import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { keywordOnly } from "../../words/param-types.ts";
import { elementProblem } from "../accuracies.ts";
import { axisParam, axisProblem, withBatch } from "../axis.ts";
import { leftOutOfMetrics, meanResult, meanStatistics } from "../counted.ts";
import { defineMetric } from "../metric.ts";
import { centred, meanSquare } from "../moments.ts";
import { paired } from "../targets.ts";

export const concordanceCorrelation = defineMetric({
  name: "ConcordanceCorrelation",
  doc: "The mean over rows of how well output and target agree along an axis: like a correlation, but lower where size or place differ. Formula: Lin, A concordance correlation coefficient to evaluate reproducibility (1989): 2 cov(y, p) / (var(y) + var(p) + (mean(y) - mean(p))^2 + 1e-7).",
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
      source: "ConcordanceCorrelation()",
      target: [
        [1, 2, 3],
        [3, -1, 0],
      ],
      output: [
        [1.5, 1, 2],
        [2, -2, 0],
      ],
      value: 0.5982905626296997,
    },
  ],
});

const epsilon = 1e-7;

function values(g: Builder, target: Node, output: Node, axis: number): Node {
  const [y, p] = [centred(g, target, [axis]), centred(g, output, [axis])];
  const shift = g.sub(g.mean(target, [axis]), g.mean(output, [axis]));
  const spreads = g.add(meanSquare(g, y, [axis], false), meanSquare(g, p, [axis], false));
  const norm = g.add(g.add(spreads, g.mul(shift, shift)), epsilon);
  return g.div(g.mul(2, g.mean(g.mul(y, p), [axis])), norm);
}
