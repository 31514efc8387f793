/** What layers with a kernel do with their sums: bias, activation, and the penalty on what comes out. */
import type { Node } from "../tensor/node.ts";
import type { Instance } from "../words/word.ts";
import type { ActivationDefinition } from "./activation.ts";
import type { LowerContext } from "./layer.ts";
import type { RegularizerDefinition } from "./regularizer.ts";

interface FinishParams {
  readonly activation: Instance<ActivationDefinition>;
  readonly activity_regularizer: Instance<RegularizerDefinition> | null;
}

/** Adds the weight `bias` where there is one. */
export function finishSums(
  { g, params, weights: { bias }, activate, addLoss }: LowerContext<FinishParams>,
  sums: Node,
): Node {
  const y = activate(params.activation, bias === undefined ? sums : g.add(sums, bias));
  const activity = params.activity_regularizer;
  if (activity !== null) addLoss(g.div(activity.word.penalty(g, activity.params, y), y.shape[0] as number));
  return y;
}
