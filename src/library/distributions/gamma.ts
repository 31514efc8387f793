import { defineDistribution } from "../distribution.ts";
import { drawGamma } from "../draw-gamma.ts";
import { positive } from "../operand.ts";

export const gamma = defineDistribution({
  name: "Gamma",
  doc: "For amounts above 0 with a long tail: log p(y) = a log r + (a - 1) log y - r y - log gamma(a), with the concentration a and the rate r. Its mean is a / r; the larger a, the more it looks like a bell. Draws: Marsaglia and Tsang, A simple method for generating gamma variables (2000), the first of eight tries that is accepted.",
  params: { concentration: positive("the shape a"), rate: positive("the rate r") },
  support: "positive",
  reparameterised: false,
  logProb(g, { concentration: a, rate }, y) {
    const powers = g.sub(g.mul(g.sub(a, 1), g.log(y)), g.mul(rate, y));
    return g.add(powers, g.sub(g.mul(a, g.log(rate)), g.lgamma(a)));
  },
  mean: (g, { concentration, rate }) => g.div(concentration, rate),
  sample: (draw, { concentration, rate }, shape) =>
    draw.g.div(drawGamma(draw, "gamma", concentration, shape), rate),
  divergence(g, from, to) {
    const [a, b] = [from.concentration, to.concentration];
    const shapes = g.sub(g.mul(g.sub(a, b), g.digamma(a)), g.sub(g.lgamma(a), g.lgamma(b)));
    const rates = g.mul(b, g.log(g.div(from.rate, to.rate)));
    return g.add(g.add(shapes, rates), g.mul(a, g.div(g.sub(to.rate, from.rate), from.rate)));
  },
  examples: [
    {
      source: "Gamma(2, 3)",
      values: [
        [0.5, 0.0040774],
        [2, -3.1096284],
      ],
    },
  ],
});
