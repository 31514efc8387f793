import { logarithm } from "../../tensor/functions/logarithm.ts";
import { numberArithmetic } from "../../tensor/number-arithmetic.ts";
import { defineDistribution } from "../distribution.ts";
import { positive } from "../operand.ts";

export const exponential = defineDistribution({
  name: "Exponential",
  doc: "For waiting times at a constant rate: log p(y) = log rate - rate y, for y from 0 on. Its mean is 1 / rate.",
  params: { rate: positive("how often in a unit of time") },
  support: "positive",
  reparameterised: true,
  logProb: (g, { rate }, y) => g.sub(g.log(rate), g.mul(rate, y)),
  mean: (g, { rate }) => g.div(1, rate),
  // 1 - u lies in (0, 1], so its logarithm is finite.
  sample: ({ g, random }, { rate }, shape) =>
    g.div(g.neg(g.log(g.sub(1, random("exponential", shape)))), rate),
  cdf: (g, { rate }, y) => g.neg(g.expm1(g.neg(g.mul(rate, y)))),
  quantile: (g, { rate }, level) => g.div(-logarithm(numberArithmetic.f64, 1 - level), rate),
  divergence: (g, from, to) => {
    const ratio = g.div(to.rate, from.rate);
    return g.sub(g.sub(ratio, 1), g.log(ratio));
  },
  examples: [
    {
      source: "Exponential(2)",
      values: [
        [0.5, -0.3068528],
        [3, -5.3068528],
      ],
    },
  ],
});
