import { logarithm } from "../../tensor/functions/logarithm.ts";
import { numberArithmetic } from "../../tensor/number-arithmetic.ts";
import { defineDistribution } from "../distribution.ts";
import { positive, real } from "../operand.ts";

export const laplace = defineDistribution({
  name: "Laplace",
  doc: "For amounts with more outliers than the bell curve has: log p(y) = -|y - loc| / scale - log(2 scale). Its most likely loc is the median, as with mean_absolute_error.",
  params: { loc: real("the middle"), scale: positive("the mean distance from the middle") },
  support: "real",
  reparameterised: true,
  logProb: (g, { loc, scale }, y) => g.neg(g.add(g.div(g.abs(g.sub(y, loc)), scale), g.log(g.mul(2, scale)))),
  mean: (_g, { loc }) => loc,
  sample({ g, random }, { loc, scale }, shape) {
    const u = g.sub(random("laplace", shape), 0.5);
    // 1 - 2|u| lies in [0, 1]; the least number above 0 keeps the logarithm finite.
    const size = g.neg(g.log(g.max(g.sub(1, g.mul(2, g.abs(u))), 1e-12)));
    return g.add(loc, g.mul(scale, g.mul(g.sign(u), size)));
  },
  cdf(g, { loc, scale }, y) {
    const z = g.div(g.sub(y, loc), scale);
    const tail = g.mul(0.5, g.exp(g.neg(g.abs(z))));
    return g.where(g.less(z, 0), tail, g.sub(1, tail));
  },
  quantile: (g, { loc, scale }, level) => g.add(loc, g.mul(scale, laplaceQuantile(level))),
  divergence(g, from, to) {
    const distance = g.abs(g.sub(from.loc, to.loc));
    const ratio = g.div(from.scale, to.scale);
    const near = g.mul(ratio, g.exp(g.neg(g.div(distance, from.scale))));
    return g.sub(g.add(near, g.div(distance, to.scale)), g.add(1, g.log(ratio)));
  },
  examples: [
    {
      source: "Laplace(0, 1)",
      values: [
        [1, -1.6931472],
        [-2, -2.6931472],
      ],
    },
  ],
});

function laplaceQuantile(level: number): number {
  const size = logarithm(numberArithmetic.f64, 2 * Math.min(level, 1 - level));
  return level < 0.5 ? size : -size;
}
