/** Right and wrong answers by side: what precision, recall and their relatives are made of. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { integer, keywordOnly, number, optional, param } from "../words/param-types.ts";
import { thresholdsOf } from "./area-under-curve.ts";
import type { MetricFacts } from "./metric.ts";
import { paired } from "./targets.ts";

export const thresholdParam = param(number({ min: 0, max: 1 }), "an output above it counts as yes", 0.5);

export const classIdParam = keywordOnly(
  param(optional(integer({ min: 0 })), "the only unit of the output that counts; none for all", null),
);

export const numThresholds = param(
  integer({ min: 2 }),
  "number of thresholds that are tried, evenly from 0 to 1",
  200,
);

export const confusionFacts: MetricFacts = {
  better: "higher",
  task: "classification",
  targets: ["binary", "multilabel", "onehot"],
};

export const leftOutOfCounts = {
  top_k:
    "write TopKCategoricalAccuracy(k), which asks for the share of rows whose class is among the first k",
} as const;

export interface Totals {
  readonly true_positives: Float64Array;
  readonly false_positives: Float64Array;
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** Counts at each threshold, of all places or of one unit: two of shape `[thresholds]`, two of shape `[1]`. */
export function confusionStatistics(
  g: Builder,
  target: Node,
  output: Node,
  thresholds: readonly number[],
  unit: number | null,
): Readonly<Record<keyof Totals, Node>> {
  const pair = paired(g, target, output);
  const column = (x: Node): Node => {
    const part = unit === null ? x : unitOf(g, x, unit);
    return g.reshape(part, [part.shape.reduce((a, b) => a * b, 1), 1]);
  };
  const [truth, scores] = [column(pair.target), column(pair.output)];
  const above = g.less(g.constant(thresholds, [1, thresholds.length], scores.dtype), scores);
  return {
    true_positives: g.sum(g.mul(above, truth), [0]),
    false_positives: g.sum(g.mul(above, g.sub(1, truth)), [0]),
    positives: g.sum(truth, [0]),
    negatives: g.sum(g.sub(1, truth), [0]),
  };
}

function unitOf(g: Builder, x: Node, unit: number): Node {
  const last = x.shape.length - 1;
  const start = x.shape.map((_, axis) => (axis === last ? unit : 0));
  return g.slice(x, start, x.shape.with(last, 1));
}

/** Evenly from 0 to 1, both included. */
export function evenThresholds(count: number): readonly number[] {
  return [0, ...thresholdsOf(count, null).slice(1, -1), 1];
}

export interface Rates {
  readonly precision: number;
  /** Also called sensitivity. */
  readonly recall: number;
  readonly specificity: number;
}

/** Shares at threshold `i`; 0 where nothing was counted. */
export function ratesAt(totals: Readonly<Record<string, Float64Array>>, i: number): Rates {
  const count = (name: keyof Totals, index: number): number => totals[name]?.[index] ?? Number.NaN;
  const [hits, alarms] = [count("true_positives", i), count("false_positives", i)];
  const [positives, negatives] = [count("positives", 0), count("negatives", 0)];
  return {
    precision: share(hits, hits + alarms),
    recall: share(hits, positives),
    specificity: share(negatives - alarms, negatives),
  };
}

/** The highest of one rate among the thresholds at which another is at least `least`; 0 where there is none. */
export function bestWhere(
  totals: Readonly<Record<string, Float64Array>>,
  bound: keyof Rates,
  least: number,
  wanted: keyof Rates,
): number {
  const all = Array.from(totals.true_positives ?? [], (_, i) => ratesAt(totals, i));
  return all
    .filter((rates) => rates[bound] >= least)
    .reduce((best, rates) => Math.max(best, rates[wanted]), 0);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Why `class_id` names no unit of the output. */
export function unitProblem(unit: number | null, last: unknown): string | undefined {
  if (unit === null || typeof last !== "number" || unit < last) return undefined;
  return `class_id ${unit} is none of the output's ${last} units, which count from 0`;
}
