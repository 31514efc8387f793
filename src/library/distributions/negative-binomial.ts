import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { clipped } from "../crossentropy.ts";
import { type Bound, defineDistribution, oneOf } from "../distribution.ts";
import { drawGamma } from "../draw-gamma.ts";
import { drawPoisson } from "../draw-poisson.ts";
import { alternative, positive } from "../operand.ts";
import { softplus } from "../stable.ts";

const params = {
  total_count: positive("r: the smaller, the more the counts vary"),
  probs: alternative("unit", "p, of a success: the mean is r p / (1 - p)"),
  logits: alternative("real", "in its place, the logarithm of its odds: the mean is r exp(logits)"),
};

export const negativeBinomial = defineDistribution({
  name: "NegativeBinomial",
  doc: "For counts that vary more than Poisson's: how many successes come before r failures. log p(y) = log gamma(y + r) - log y! - log gamma(r) + y log p + r log(1 - p). Its variance is mean + mean^2 / r.",
  params,
  conflict: oneOf("NegativeBinomial", "probs", "logits"),
  support: "count",
  reparameterised: false,
  logProb(g, bound, y) {
    const { total_count: r } = bound;
    const { yes, no } = logarithms(g, bound);
    const ways = g.sub(g.sub(g.lgamma(g.add(y, r)), g.lgamma(g.add(y, 1))), g.lgamma(r));
    return g.add(ways, g.add(g.mul(y, yes), g.mul(r, no)));
  },
  mean: (g, bound) => g.mul(bound.total_count, odds(g, bound)),
  sample(draw, bound, shape) {
    const rate = drawGamma(draw, "negative binomial", bound.total_count, shape);
    return drawPoisson(draw, "negative binomial count", draw.g.mul(rate, odds(draw.g, bound)), shape);
  },
  examples: [
    {
      source: "NegativeBinomial(4, 0.5)",
      values: [
        [0, -2.7725887],
        [3, -1.856298],
      ],
    },
    { source: "NegativeBinomial(4, logits = 0)", values: [[3, -1.856298]] },
  ],
});

type Params = Bound<typeof params>;

function odds(g: Builder, { probs, logits }: Params): Node {
  if (logits !== undefined) return g.exp(logits);
  const p = clipped(g, probs as Node);
  return g.div(p, g.sub(1, p));
}

/** Of p and of 1 - p. */
function logarithms(g: Builder, { probs, logits }: Params): { readonly yes: Node; readonly no: Node } {
  if (logits !== undefined) return { yes: g.neg(softplus(g, g.neg(logits))), no: g.neg(softplus(g, logits)) };
  const p = clipped(g, probs as Node);
  return { yes: g.log(p), no: g.log(g.sub(1, p)) };
}
