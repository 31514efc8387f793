/** Functions made of straight pieces. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

export function clamp(g: Builder, x: Node, low: number, high: number): Node {
  return g.min(g.max(x, low), high);
}

/** `x / 6 + 1 / 2`, kept between 0 and 1. */
export function hardSigmoid(g: Builder, x: Node): Node {
  return g.div(clamp(g, g.add(x, 3), 0, 6), 6);
}
