/** `minmax`: from 0 to 1. */
import type { Node } from "../../tensor/node.ts";
import { momentsOf } from "../statistics.ts";
import { defineTransform } from "../transform.ts";

interface Fitted {
  readonly minimum: number;
  readonly maximum: number;
}

type Nodes = Readonly<Record<keyof Fitted, Node>>;

export const minmax = defineTransform({
  name: "minmax",
  doc: "Maps the smallest value of the training rows to 0 and the largest to 1; other rows may fall outside. A column that never changes becomes 0. One far outlier presses all other values together: zscore suffers less.",
  params: {},
  takes: "number",
  width: () => 1,
  fit(_, values): { readonly minimum: number; readonly maximum: number } {
    const { minimum, maximum } = momentsOf(values);
    return { minimum, maximum };
  },
  apply(fitted, value, out, offset) {
    const { minimum, maximum } = fitted as unknown as Fitted;
    out[offset] = maximum === minimum ? 0 : (value - minimum) / (maximum - minimum);
  },
  affine(fitted) {
    const { minimum, maximum } = fitted as unknown as Fitted;
    if (maximum === minimum) return { scale: 0, offset: 0 };
    return { scale: 1 / (maximum - minimum), offset: -minimum / (maximum - minimum) };
  },
  invert(fitted, value) {
    const { minimum, maximum } = fitted as unknown as Fitted;
    return value * (maximum - minimum) + minimum;
  },
  lower(g, { minimum, maximum }: Nodes, x) {
    const range = g.sub(maximum, minimum);
    return g.where(g.equal(range, 0), 0, g.div(g.sub(x, minimum), range));
  },
  lowerInverse: (g, { minimum, maximum }: Nodes, y) => g.add(g.mul(y, g.sub(maximum, minimum)), minimum),
  examples: [{ source: "normalize = minmax" }],
});
