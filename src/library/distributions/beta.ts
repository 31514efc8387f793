import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { defineDistribution } from "../distribution.ts";
import { drawGamma } from "../draw-gamma.ts";
import { positive } from "../operand.ts";

export const beta = defineDistribution({
  name: "Beta",
  doc: "For shares between 0 and 1: log p(y) = (a - 1) log y + (b - 1) log(1 - y) - log B(a, b). Its mean is a / (a + b). Shares that are exactly 0 or 1 have no density: bring them inside first.",
  params: {
    concentration1: positive("a: draws towards 1"),
    concentration0: positive("b: draws towards 0"),
  },
  support: "unit",
  reparameterised: false,
  logProb(g, { concentration1: a, concentration0: b }, y) {
    const powers = g.add(g.mul(g.sub(a, 1), g.log(y)), g.mul(g.sub(b, 1), g.log1p(g.neg(y))));
    return g.sub(powers, logBeta(g, a, b));
  },
  mean: (g, { concentration1: a, concentration0: b }) => g.div(a, g.add(a, b)),
  sample(draw, { concentration1: a, concentration0: b }, shape) {
    const [x, y] = [drawGamma(draw, "beta 1", a, shape), drawGamma(draw, "beta 0", b, shape)];
    return draw.g.div(x, draw.g.add(x, y));
  },
  divergence(g, from, to) {
    const [a, b] = [from.concentration1, from.concentration0];
    const [c, d] = [to.concentration1, to.concentration0];
    const sums = g.sub(g.add(c, d), g.add(a, b));
    const slopes = g.add(g.mul(g.sub(a, c), g.digamma(a)), g.mul(g.sub(b, d), g.digamma(b)));
    const rest = g.add(slopes, g.mul(sums, g.digamma(g.add(a, b))));
    return g.add(g.sub(logBeta(g, c, d), logBeta(g, a, b)), rest);
  },
  examples: [
    {
      source: "Beta(2, 3)",
      values: [
        [0.5, 0.4054651],
        [0.1, -0.0283995],
      ],
    },
  ],
});

function logBeta(g: Builder, a: Node, b: Node): Node {
  return g.sub(g.add(g.lgamma(a), g.lgamma(b)), g.lgamma(g.add(a, b)));
}
