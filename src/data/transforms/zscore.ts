/** `zscore`: mean 0 and deviation 1. */

import type { Node } from "../../tensor/node.ts";
import { momentsOf } from "../statistics.ts";
import { defineTransform } from "../transform.ts";

interface Fitted {
  readonly mean: number;
  readonly deviation: number;
}

type Nodes = Readonly<Record<keyof Fitted, Node>>;

export const zscore = defineTransform({
  name: "zscore",
  doc: "Subtracts the mean of the training rows and divides by their standard deviation (of the population), so that every column has mean 0 and deviation 1. A column that never changes becomes 0. The usual choice for measurements in a table.",
  params: {},
  takes: "number",
  width: () => 1,
  fit(_, values): { readonly mean: number; readonly deviation: number } {
    const { mean, deviation } = momentsOf(values);
    return { mean, deviation };
  },
  apply(fitted, value, out, offset) {
    const { mean, deviation } = fitted as unknown as Fitted;
    out[offset] = deviation === 0 ? 0 : (value - mean) / deviation;
  },
  affine(fitted) {
    const { mean, deviation } = fitted as unknown as Fitted;
    return deviation === 0 ? { scale: 0, offset: 0 } : { scale: 1 / deviation, offset: -mean / deviation };
  },
  invert(fitted, value) {
    const { mean, deviation } = fitted as unknown as Fitted;
    return value * deviation + mean;
  },
  lower: (g, { mean, deviation }: Nodes, x) =>
    g.where(g.equal(deviation, 0), 0, g.div(g.sub(x, mean), deviation)),
  lowerInverse: (g, { mean, deviation }: Nodes, y) => g.add(g.mul(y, deviation), mean),
  examples: [{ source: "normalize = zscore" }, { source: "features = [zscore(age), fare]" }],
});
