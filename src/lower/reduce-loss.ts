/** The values of a loss, one for each row (and further axes), as the one number that is trained on. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

/**
 * Keras' rules: the mean divides by the number of values, also where they are weighted; `mean_with_sample_weight` by the sum of
 * the weights, `sum` by nothing. Losses without the argument are means.
 */
export function reduceLoss(
  g: Builder,
  values: Node,
  weights: Node | undefined,
  reduction: unknown = "mean",
): Node {
  const weighted = weights === undefined ? values : g.mul(values, weights);
  if (reduction === "sum") return g.sum(weighted);
  if (reduction !== "mean_with_sample_weight" || weights === undefined) return g.mean(weighted);
  return g.div(g.sum(weighted), g.sum(g.broadcast(weights, values.shape)));
}
