import { defineDistribution } from "../distribution.ts";
import { drawNormal, normalCdf, normalQuantile } from "../normal-curve.ts";
import { positive, real } from "../operand.ts";
import { normal } from "./normal.ts";

export const logNormal = defineDistribution({
  name: "LogNormal",
  doc: "For amounts above 0 whose logarithm is normal: incomes, durations, concentrations. log p(y) = log Normal(log y; loc, scale) - log y. Its mean is exp(loc + scale^2 / 2), its middle exp(loc).",
  params: {
    loc: real("the mean of the logarithm"),
    scale: positive("the standard deviation of the logarithm"),
  },
  support: "positive",
  reparameterised: true,
  logProb: (g, params, y) => g.sub(normal.logProb(g, params, g.log(y)), g.log(y)),
  mean: (g, { loc, scale }) => g.exp(g.add(loc, g.mul(0.5, g.mul(scale, scale)))),
  sample: (draw, { loc, scale }, shape) =>
    draw.g.exp(draw.g.add(loc, draw.g.mul(scale, drawNormal(draw, "normal", shape)))),
  cdf: (g, { loc, scale }, y) => normalCdf(g, g.div(g.sub(g.log(y), loc), scale)),
  quantile: (g, { loc, scale }, level) => g.exp(g.add(loc, g.mul(scale, normalQuantile(level)))),
  divergence: (g, from, to) => (normal.divergence as NonNullable<typeof normal.divergence>)(g, from, to),
  examples: [
    {
      source: "LogNormal(0, 1)",
      values: [
        [1, -0.9189385],
        [3, -2.621025],
      ],
    },
  ],
});
