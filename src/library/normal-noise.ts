/** Normal random numbers in a graph. */
import type { Node } from "../tensor/node.ts";
import type { LowerContext } from "./layer.ts";

/** Standard normal, different each step: Box and Muller (1958), one number from each pair of uniform ones. */
export function normalNoise<P>(
  { g, random }: Pick<LowerContext<P>, "g" | "random">,
  purpose: string,
  shape: readonly number[],
): Node {
  // 1 - u lies in (0, 1], so its logarithm is finite.
  const radius = g.sqrt(g.mul(-2, g.log(g.sub(1, random(`${purpose} radius`, shape)))));
  return g.mul(radius, g.cos(g.mul(2 * Math.PI, random(`${purpose} angle`, shape))));
}

export function seeded(purpose: string, seed: number | null): string {
  return seed === null ? purpose : `${purpose} ${seed}`;
}
