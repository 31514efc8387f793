import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { defineDistribution, oneOf } from "../distribution.ts";
import { drawPoisson } from "../draw-poisson.ts";
import { alternative } from "../operand.ts";

export const poisson = defineDistribution({
  name: "Poisson",
  doc: "For counts of events that come independently: log p(y) = y log rate - rate - log y!. Mean and variance are the rate. With log_rate no activation is needed, and no logarithm is taken. Where counts vary more than that, NegativeBinomial fits better. Draws of large rates: Hörmann, The transformed rejection method (1993), the first of eight tries that is accepted.",
  params: {
    rate: alternative("positive", "how many are expected"),
    log_rate: alternative("real", "in its place, its logarithm"),
  },
  conflict: oneOf("Poisson", "rate", "log_rate"),
  support: "count",
  reparameterised: false,
  logProb(g, params, y) {
    const logRate = params.log_rate ?? g.log(params.rate as Node);
    return g.sub(g.sub(g.mul(y, logRate), rateOf(g, params)), g.lgamma(g.add(y, 1)));
  },
  mean: rateOf,
  sample: (draw, params, shape) => drawPoisson(draw, "poisson", rateOf(draw.g, params), shape),
  divergence(g, from, to) {
    const [p, q] = [rateOf(g, from), rateOf(g, to)];
    return g.add(g.mul(p, g.log(g.div(p, q))), g.sub(q, p));
  },
  examples: [
    {
      source: "Poisson(3)",
      values: [
        [0, -3],
        [4, -1.7836044],
      ],
    },
    { source: "Poisson(log_rate = 1)", values: [[2, -1.411429]] },
  ],
});

interface Params {
  readonly rate: Node | undefined;
  readonly log_rate: Node | undefined;
}

function rateOf(g: Builder, { rate, log_rate }: Params): Node {
  return log_rate === undefined ? (rate as Node) : g.exp(log_rate);
}
