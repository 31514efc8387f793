import { defineDistribution } from "../distribution.ts";
import { drawNormal, halfLogTwoPi, normalCdf, normalQuantile } from "../normal-curve.ts";
import { positive, real } from "../operand.ts";

export const normal = defineDistribution({
  name: "Normal",
  doc: "The bell curve, for amounts that may be anything: log p(y) = -((y - loc) / scale)^2 / 2 - log scale - log(2 pi) / 2. With a scale that the network gives, it says for each row how sure it is; with `learned`, there is one scale for all rows, as in ordinary regression.",
  params: { loc: real("the mean"), scale: positive("the standard deviation") },
  support: "real",
  reparameterised: true,
  logProb(g, { loc, scale }, y) {
    const z = g.div(g.sub(y, loc), scale);
    return g.sub(g.mul(-0.5, g.mul(z, z)), g.add(g.log(scale), halfLogTwoPi));
  },
  mean: (_g, { loc }) => loc,
  sample: (draw, { loc, scale }, shape) =>
    draw.g.add(loc, draw.g.mul(scale, drawNormal(draw, "normal", shape))),
  cdf: (g, { loc, scale }, y) => normalCdf(g, g.div(g.sub(y, loc), scale)),
  quantile: (g, { loc, scale }, level) => g.add(loc, g.mul(scale, normalQuantile(level))),
  divergence(g, from, to) {
    const ratio = g.div(from.scale, to.scale);
    const shift = g.div(g.sub(from.loc, to.loc), to.scale);
    const squares = g.add(g.mul(ratio, ratio), g.mul(shift, shift));
    return g.sub(g.mul(0.5, g.sub(squares, 1)), g.log(ratio));
  },
  examples: [
    {
      source: "Normal(0, 1)",
      values: [
        [0, -0.9189385],
        [1.5, -2.0439385],
      ],
    },
    { source: "Normal(loc = 2, scale = 0.5)", values: [[1, -2.2257914]] },
  ],
});
