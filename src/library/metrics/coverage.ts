import type { Node } from "../../tensor/node.ts";
import { number, param } from "../../words/param-types.ts";
import { meanResult, meanStatistics } from "../counted.ts";
import type { Distribution, Draw } from "../distribution.ts";
import { defineMetric, type MetricContext } from "../metric.ts";

/** Where no formula tells how much lies below a value, as many draws do. */
const draws = 256;

export const coverage = defineMetric({
  name: "coverage",
  doc: "How often the truth lies in the interval that the output's distribution gives: the share of values of which neither more than (1 + level) / 2 nor less than (1 - level) / 2 lies below. For outputs left of `~`. Well judged uncertainty brings it near the level; below it, the model is too sure of itself. The intervals are those of the distribution at the means of what is random inside, so they leave out how unsure the weights are. Gamma, Beta, StudentT and counts are judged by 256 draws.",
  params: {
    level: param(
      number({ min: 0, max: 1, aboveMin: true, belowMax: true }),
      "the share of values that an interval is to hold",
      0.9,
    ),
  },
  logName: "coverage",
  ofDistribution: true,
  problem: (_params, target, output) =>
    target.length === output.length ? undefined : "classes have no interval",
  statistics(context) {
    const { g, params } = context;
    const { below, upTo } = shares(context);
    const inside = g.mul(
      g.lessOrEqual((1 - params.level) / 2, upTo),
      g.lessOrEqual(below, (1 + params.level) / 2),
    );
    return meanStatistics(g, inside);
  },
  result: (_params, totals) => meanResult(totals),
  facts: () => ({ better: "higher", task: "regression", targets: ["real", "positive", "count"] }),
  examples: [],
});

/** How probable smaller values are, and values up to the true one; for counts that is not the same. */
function shares({ g, target, output, distribution, draw }: MetricContext<unknown>): {
  readonly below: Node;
  readonly upTo: Node;
} {
  if (distribution === undefined || draw === undefined) throw new Error("coverage is of a distribution");
  const y = g.reshape(g.cast(target, output.dtype), distribution.shape);
  const upTo = distribution.cdf(y);
  if (upTo !== undefined) return { below: upTo, upTo };
  return byDraws(distribution, draw, y);
}

function byDraws(
  distribution: Distribution,
  draw: Draw,
  y: Node,
): { readonly below: Node; readonly upTo: Node } {
  const { g } = draw;
  const drawn = distribution.sample(draw, [draws, ...distribution.shape]);
  return { below: g.mean(g.less(drawn, y), [0]), upTo: g.mean(g.lessOrEqual(drawn, y), [0]) };
}
