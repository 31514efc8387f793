/** When an activation that is flat at both ends is too deep in the network. */
import type { ActivationFacts } from "../library/activation.ts";

/**
 * Layers of it in a row, without normalisation, from which training usually stalls. Around 0: tanh has slope 1 there and
 * trains with Glorot weights up to about ten layers (AUTOTRAINER's failing networks have 11 and 12; networks for
 * differential equations have 5 to 9 and are right). All above 0: the slope of the sigmoid is at most 1/4, and five of them
 * leave less than a thousandth of the gradient.
 */
const deepAroundZero = 10;
const deepAboveZero = 5;

/** Undefined for activations that do not saturate, and for capped relu, whose slope between the ends is 1. */
export function deepFrom({ saturates, dies, output, range }: ActivationFacts): number | undefined {
  if (!saturates || dies || output === "distribution") return undefined;
  return range[0] >= 0 ? deepAboveZero : deepAroundZero;
}
