/** Means and spreads along axes. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

/** With the mean along the axes taken off. */
export function centred(g: Builder, x: Node, axes: readonly number[]): Node {
  return g.sub(x, g.mean(x, axes, true));
}

/** Of centred numbers: their population variance. */
export function meanSquare(g: Builder, x: Node, axes: readonly number[], keepDims = true): Node {
  return g.mean(g.mul(x, x), axes, keepDims);
}

/** Over the elements that count, given as 1 and 0; as Keras' batch normalisation, which adds its small number to their count. */
export function maskedMean(g: Builder, x: Node, counts: Node, axes: readonly number[]): Node {
  return g.div(g.sum(g.where(counts, x, 0), axes, true), g.add(g.sum(counts, axes, true), 1e-7));
}
