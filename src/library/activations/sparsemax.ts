import { defineActivation } from "../activation.ts";
import { axisParam, axisProblem, withBatch } from "../axis.ts";

/**
 * The support is found without sorting: entry i belongs to it when 1 + k x_i exceeds the sum of the k entries that are not
 * less than x_i. That compares all pairs of an axis, so it takes memory with the square of its length. Keras 3.15.1 takes another threshold, with which results
 * sum to 1 only where a single entry is left; this is the function of the paper.
 */
export const sparsemax = defineActivation({
  name: "sparsemax",
  doc: "Turns numbers into probabilities that sum to 1, many of them exactly 0: the nearest point of the simplex. For attention or mixtures that shall choose few. As an output it can give 0 to the right class, so train classifiers with softmax. Formula: Martins and Astudillo, From softmax to sparsemax (2016). It compares all pairs of entries, so it suits axes of up to some hundreds.",
  params: { axis: axisParam },
  problem: ({ axis }, shape) => axisProblem(axis, shape),
  lower(g, { axis }, x) {
    const rank = x.shape.length;
    const at = withBatch(axis) < 0 ? withBatch(axis) + rank : withBatch(axis);
    const swap = x.shape.map((_, i) => (i === at ? rank - 1 : i === rank - 1 ? at : i));
    const last = at === rank - 1 ? x : g.transpose(x, swap);
    const z = g.sub(last, g.stopGradient(g.reduceMax(last, [-1], true)));
    // Entries that are 1 or more below the largest are never in the support; cut there, sums keep their digits.
    const cut = g.stopGradient(g.max(z, -1));
    const own = g.reshape(cut, [...cut.shape, 1]);
    const other = g.reshape(cut, [...cut.shape.slice(0, -1), 1, cut.shape.at(-1) as number]);
    const above = g.lessOrEqual(own, other);
    const count = g.sum(above, [-1]);
    const sum = g.sum(g.mul(above, other), [-1]);
    const support = g.stopGradient(g.less(sum, g.add(1, g.mul(count, cut))));
    const shared = g.sub(g.sum(g.where(support, z, 0), [-1], true), 1);
    const tau = g.div(shared, g.sum(support, [-1], true));
    const y = g.where(support, g.sub(z, tau), 0);
    return at === rank - 1 ? y : g.transpose(y, swap);
  },
  facts: ({ axis }) => ({
    range: [0, 1],
    nonlinear: true,
    ...(axis === -1 ? { output: "distribution" } : {}),
    saturates: true,
    initializer: "glorot",
  }),
  examples: [
    { source: "sparsemax", x: [-2, -0.5, 0, 0.5, 2], y: [0, 0, 0, 0, 1] },
    { source: "sparsemax(axis = 0)", x: [0.5, 0.25, 0.25, -1], y: [0.5, 0.25, 0.25, 0] },
  ],
});
