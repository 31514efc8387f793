/** Sizes of weights: sums of absolute values and squares, and lengths of vectors. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

export function absolutePenalty(g: Builder, strength: number, weight: Node): Node {
  return g.mul(strength, g.sum(g.abs(weight)));
}

export function squarePenalty(g: Builder, strength: number, weight: Node): Node {
  return g.mul(strength, g.sum(g.mul(weight, weight)));
}

/** Euclidean lengths along axes, which stay with size 1. */
export function norms(g: Builder, weight: Node, axes: readonly number[]): Node {
  return g.sqrt(g.sum(g.mul(weight, weight), axes, true));
}

/** Vectors along axes brought to length 1; one shorter than Keras' epsilon keeps near 0, where its direction is noise. */
export function unitVectors(g: Builder, x: Node, axes: readonly number[]): Node {
  const squares = g.sum(g.mul(x, x), axes, true);
  return g.div(x, g.sqrt(g.max(squares, smallestSquare)));
}

const smallestSquare = 1e-14;
