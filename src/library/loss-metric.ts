/** A loss as a metric: the mean of its values, from the output as it is. */
import type { Node } from "../tensor/node.ts";
import type { Params } from "../words/param.ts";
import { meanStatistics } from "./counted.ts";
import type { LossDefinition } from "./loss.ts";
import type { MetricContext } from "./metric.ts";

/** `params` are the loss's own. What stood before the output's activation is not asked for: Keras' metrics do not either. */
export function lossStatistics(
  loss: LossDefinition,
  { g, params, target, output, mask }: MetricContext<Params>,
): Readonly<Record<string, Node>> {
  return meanStatistics(g, loss.lower({ g, params, target, output, logits: () => undefined }), mask);
}
