/** The range that the numbers of an image lie in: what layers that brighten, clip or cut to bits need to know. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { listOf } from "../words/list-types.ts";
import { number, param } from "../words/param-types.ts";
import { rangeOf } from "./factor.ts";

export const bytes = [0, 255] as const;

export const valueRangeParam = param(
  listOf(number(), { min: 2, max: 2 }),
  "lowest and highest number that an image may hold: [0, 1] where it was scaled",
  [0, 255],
);

export function clipTo(g: Builder, x: Node, range: readonly number[]): Node {
  const [low, high] = rangeOf(range);
  return g.min(g.max(x, low), high);
}

/** From one range to another, as a straight line. */
export function rescale(g: Builder, x: Node, from: readonly number[], to: readonly number[]): Node {
  const [low = 0, high = 0] = from;
  const [newLow = 0, newHigh = 0] = to;
  if (low === newLow && high === newHigh) return x;
  const share = g.div(g.sub(x, low), high - low);
  return g.add(g.mul(share, newHigh - newLow), newLow);
}
