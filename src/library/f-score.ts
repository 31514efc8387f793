/** The mean of precision and recall, by class. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { choice, number, optional, param } from "../words/param-types.ts";
import { paired } from "./targets.ts";

export const averageParam = param(
  choice("macro", "micro", "weighted"),
  "macro: the mean over classes; micro: all places together; weighted: classes by how often they occur",
  "macro",
);

export const decisionParam = param(
  optional(number({ min: 0, max: 1, aboveMin: true })),
  "an output above it counts as yes; none takes the largest of each row",
  null,
);

/** Keras' epsilon, under every quotient. */
const epsilon = 1e-7;

/** Counts by unit of the last axis. */
export function fScoreStatistics(
  g: Builder,
  target: Node,
  output: Node,
  threshold: number | null,
): Readonly<Record<string, Node>> {
  const { target: y, output: p } = paired(g, target, output);
  const yes =
    threshold === null
      ? g.mul(g.lessOrEqual(g.reduceMax(p, [-1], true), p), g.less(1e-9, g.abs(p)))
      : g.less(threshold, p);
  const places = p.shape.map((_, axis) => axis).slice(0, -1);
  const count = (values: Node): Node => g.sum(values, places);
  return { hits: count(g.mul(yes, y)), alarms: count(g.mul(yes, g.sub(1, y))), positives: count(y) };
}

export function fScore(
  totals: Readonly<Record<string, Float64Array>>,
  average: "macro" | "micro" | "weighted",
  beta: number,
): number {
  const { hits, alarms, positives } = totals;
  if (!hits || !alarms || !positives) return Number.NaN;
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  if (average === "micro") return score(sum(hits), sum(alarms), sum(positives), beta);
  const scores = hits.map((hit, i) => score(hit, alarms[i] as number, positives[i] as number, beta));
  if (average === "macro") return sum(scores) / scores.length;
  return sum(scores.map((value, i) => value * (positives[i] as number))) / (sum(positives) + epsilon);
}

function score(hits: number, alarms: number, positives: number, beta: number): number {
  const precision = hits / (hits + alarms + epsilon);
  const recall = hits / (positives + epsilon);
  const square = beta * beta;
  return ((1 + square) * precision * recall) / (square * precision + recall + epsilon);
}
