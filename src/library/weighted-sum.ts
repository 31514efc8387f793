/** Weighted sums over the last axis of a tensor of any rank. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

/** `[…, K] · [K, N]` as `[…, N]`: one contraction, whose rows are the leading axes, and which takes along what is computed from it. */
export function weightedSum(g: Builder, x: Node, kernel: Node): Node {
  if (x.shape.length === 2) return g.matmul(x, kernel);
  const leading = x.shape.slice(0, -1).map((_, axis) => axis);
  const [k, n] = [leading.length, leading.length + 1];
  return g.contract(x, kernel, { a: [...leading, k], b: [k, n], result: [...leading, n] });
}
