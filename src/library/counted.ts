/** Metrics that are a mean: a sum over elements and how many there are. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { sizeOf } from "../tensor/types.ts";
import { maskOver } from "./masks.ts";

/** Statistics of the mean of all elements, or of those that the output's mask lets count. */
export function meanStatistics(g: Builder, values: Node, mask?: Node): Readonly<Record<string, Node>> {
  const counts = maskOver(g, mask, values);
  if (counts) return { sum: g.sum(g.where(counts, values, 0)), count: g.sum(counts) };
  return { sum: g.sum(values), count: g.constant(sizeOf(values.shape), [], values.dtype) };
}

/** The mean that `meanStatistics` add up to; NaN where nothing was counted. */
export function meanResult(totals: Readonly<Record<string, Float64Array>>): number {
  return (totals.sum?.[0] ?? Number.NaN) / (totals.count?.[0] ?? Number.NaN);
}

export const leftOutOfMetrics = {
  name: "a metric is logged under its own name, with the output's before it where there are several",
  dtype: "metrics are added up in f64",
} as const;
