/** Whether the right class is among the k most probable ones. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { integer, param } from "../words/param-types.ts";

export const topParam = param(integer({ min: 1 }), "how many of the most probable classes count", 5);

/**
 * 1 where fewer than k classes are more probable than the right one; ties count for it, as in Keras. `isRight` is 1 of the
 * output's type at the right class, of the output's shape `[batch, …, classes]`.
 */
export function topHits(g: Builder, isRight: Node, output: Node, k: number): Node {
  const own = g.sum(g.where(isRight, output, 0), [-1], true);
  const better = g.sum(g.less(own, output), [-1]);
  return g.less(better, k);
}
