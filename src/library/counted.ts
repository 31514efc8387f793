/** Metrics that are a mean: a sum over elements and how many there are. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { sizeOf } from "../tensor/types.ts";

/** Statistics of the mean of all elements. */
export function meanStatistics(g: Builder, values: Node): Readonly<Record<string, Node>> {
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
