import { defineDistribution } from "../distribution.ts";
import { drawGamma } from "../draw-gamma.ts";
import { drawNormal } from "../normal-curve.ts";
import { positive, real } from "../operand.ts";

export const studentT = defineDistribution({
  name: "StudentT",
  doc: "A bell with heavy tails, for amounts with outliers: log p(y) = log gamma((df + 1) / 2) - log gamma(df / 2) - log(df pi) / 2 - log scale - (df + 1) / 2 log(1 + z^2 / df), with z = (y - loc) / scale. df = 4 bears a few rows that are far off; with 30 and more it is the bell curve. Formula: Student, The probable error of a mean (1908).",
  params: {
    df: positive("degrees of freedom: the fewer, the heavier the tails"),
    loc: real("the middle"),
    scale: positive("the width"),
  },
  support: "real",
  reparameterised: false,
  logProb(g, { df, loc, scale }, y) {
    const z = g.div(g.sub(y, loc), scale);
    const half = g.mul(0.5, g.add(df, 1));
    const gammas = g.sub(g.lgamma(half), g.lgamma(g.mul(0.5, df)));
    const norm = g.sub(gammas, g.add(g.mul(0.5, g.log(g.mul(df, Math.PI))), g.log(scale)));
    return g.sub(norm, g.mul(half, g.log1p(g.div(g.mul(z, z), df))));
  },
  mean: (_g, { loc }) => loc,
  sample(draw, { df, loc, scale }, shape) {
    const { g } = draw;
    const half = g.mul(0.5, df);
    const spread = g.sqrt(g.div(half, drawGamma(draw, "student", half, shape)));
    return g.add(loc, g.mul(scale, g.mul(drawNormal(draw, "student", shape), spread)));
  },
  examples: [
    {
      source: "StudentT(4, 0, 1)",
      values: [
        [0, -0.9808293],
        [3, -3.9274667],
      ],
    },
  ],
});
