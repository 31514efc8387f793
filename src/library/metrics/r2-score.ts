import { choice, integer, param } from "../../words/param-types.ts";
import { elementProblem } from "../accuracies.ts";
import { leftOutOfMetrics } from "../counted.ts";
import { defineMetric } from "../metric.ts";
import { regressionFacts } from "../regression-facts.ts";
import { paired } from "../targets.ts";

export const r2Score = defineMetric({
  name: "R2Score",
  doc: "The share of the target's variance that the output explains: 1 - sum((y - p)^2) / sum((y - mean(y))^2). For regressions: 1 is perfect, 0 no better than the mean, below 0 worse. With num_regressors it is adjusted for their number. Formula: the coefficient of determination (Wright 1921).",
  params: {
    class_aggregation: param(
      choice("uniform_average", "variance_weighted_average"),
      "how several units are averaged: evenly, or by the variance of their targets",
      "uniform_average",
    ),
    num_regressors: param(
      integer({ min: 0 }),
      "number of independent features, for the adjusted score; 0 for the plain one",
      0,
    ),
  },
  leftOut: leftOutOfMetrics,
  problem: (_params, target, output) => elementProblem(target, output),
  statistics({ g, target, output }) {
    const { target: y, output: p } = paired(g, target, output);
    const places = p.shape.map((_, axis) => axis).slice(0, -1);
    const units = p.shape.at(-1) as number;
    const error = g.sub(y, p);
    return {
      sum: g.sum(y, places),
      squares: g.sum(g.mul(y, y), places),
      errors: g.sum(g.mul(error, error), places),
      count: g.constant(p.shape.reduce((a, b) => a * b, 1) / units, [], p.dtype),
    };
  },
  result({ class_aggregation, num_regressors }, totals) {
    const { sum, squares, errors } = totals;
    const count = totals.count?.[0] ?? Number.NaN;
    if (!sum || !squares || !errors) return Number.NaN;
    const spreads = squares.map((square, i) => square - (sum[i] as number) ** 2 / count);
    const scores = spreads.map((spread, i) => (spread === 0 ? 0 : 1 - (errors[i] as number) / spread));
    const weights = class_aggregation === "uniform_average" ? spreads.map(() => 1) : spreads;
    const total = weights.reduce((a, b) => a + b, 0);
    const score = scores.reduce((a, b, i) => a + b * (weights[i] as number), 0) / total;
    // Keras counts every number of a row, not every row, where there are several units.
    const numbers = count * spreads.length;
    const free = numbers - num_regressors - 1;
    return num_regressors === 0 || free <= 0 ? score : 1 - ((1 - score) * (numbers - 1)) / free;
  },
  facts: () => ({ ...regressionFacts, better: "higher" }),
  examples: [
    {
      source: "r2_score",
      target: [
        [1, 2],
        [3, -1],
      ],
      output: [
        [1.5, 1],
        [2, -2],
      ],
      value: 0.465278,
    },
    {
      source: "R2Score(variance_weighted_average)",
      target: [
        [1, 2],
        [3, -1],
      ],
      output: [
        [1.5, 1],
        [2, -2],
      ],
      value: 0.5,
    },
  ],
});
