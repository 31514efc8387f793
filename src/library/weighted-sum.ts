/** Weighted sums over the last axis of a tensor of any rank. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { sizeOf } from "../tensor/types.ts";

/** `[…, K] · [K, N]` as `[…, N]`. The leading axes become one, so that it is a single matrix product. */
export function weightedSum(g: Builder, x: Node, kernel: Node): Node {
  if (x.shape.length === 2) return g.matmul(x, kernel);
  const leading = x.shape.slice(0, -1);
  const rows = g.reshape(x, [sizeOf(leading), x.shape.at(-1) as number]);
  return g.reshape(g.matmul(rows, kernel), [...leading, kernel.shape[1] as number]);
}
