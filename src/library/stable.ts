/** Functions that would overflow or lose digits if written as in the textbook. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

/**
 * `log(1 + exp(x))` as `max(x, 0) + log1p(exp(-|x|))`, where exp cannot overflow. The maximum is written `(x + |x|) / 2`
 * (the same number), so that the gradient at 0 is exactly a half.
 */
export function softplus(g: Builder, x: Node): Node {
  const size = g.abs(x);
  return g.add(g.mul(0.5, g.add(x, size)), g.log1p(g.exp(g.neg(size))));
}

/** `exp(x) / sum(exp(x))` along axes (batch axis counted), with the maximum taken off first. */
export function softmax(g: Builder, x: Node, ...axes: readonly number[]): Node {
  const powers = g.exp(g.sub(x, highest(g, x, axes)));
  return g.div(powers, g.sum(powers, axes, true));
}

/** `x - log(sum(exp(x)))` along an axis (batch axis counted). */
export function logSoftmax(g: Builder, x: Node, axis: number): Node {
  const shifted = g.sub(x, highest(g, x, [axis]));
  return g.sub(shifted, g.log(g.sum(g.exp(shifted), [axis], true)));
}

/** The maximum is a constant here: any shift gives the same result, so it carries no gradient. */
function highest(g: Builder, x: Node, axes: readonly number[]): Node {
  return g.stopGradient(g.reduceMax(x, axes, true));
}
