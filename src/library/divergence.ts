/** The Kullback-Leibler divergence of a posterior from its prior. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import type { Distribution } from "./distribution.ts";

/**
 * Element by element: by formula where both are of one kind that has one, else what the drawn value says, whose expectation
 * is the divergence.
 */
export function divergence(g: Builder, from: Distribution, to: Distribution, drawn: Node): Node {
  if (from.word === to.word && from.word.divergence) return from.word.divergence(g, from.bound, to.bound);
  return g.sub(from.logProb(drawn), to.logProb(drawn));
}
