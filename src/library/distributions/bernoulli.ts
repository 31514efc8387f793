import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { clipped } from "../crossentropy.ts";
import { defineDistribution, oneOf } from "../distribution.ts";
import { alternative } from "../operand.ts";
import { softplus } from "../stable.ts";

export const bernoulli = defineDistribution({
  name: "Bernoulli",
  doc: "For a yes or no: log p(y) = y log p + (1 - y) log(1 - p). Of logits x it is computed as y x - log(1 + exp(x)), so log(0) never happens; so it is where probs come straight from sigmoid. Its mean is the probability of a 1.",
  params: {
    probs: alternative("unit", "the probability of a 1"),
    logits: alternative("real", "in its place, the logarithm of the odds: what stands before a sigmoid"),
  },
  conflict: oneOf("Bernoulli", "probs", "logits"),
  support: "binary",
  reparameterised: false,
  logProb(g, { probs, logits }, y) {
    if (logits !== undefined) return g.sub(g.mul(y, logits), softplus(g, logits));
    const p = clipped(g, probs as Node);
    return g.add(g.mul(y, g.log(p)), g.mul(g.sub(1, y), g.log(g.sub(1, p))));
  },
  mean: probability,
  sample: ({ g, random }, params, shape) => g.less(random("bernoulli", shape), probability(g, params)),
  cdf(g, params, y) {
    const below = g.sub(1, probability(g, params));
    return g.where(g.lessOrEqual(1, y), 1, g.where(g.lessOrEqual(0, y), below, 0));
  },
  divergence(g, from, to) {
    const [p, q] = [from, to].map((params) => clipped(g, probability(g, params))) as [Node, Node];
    const yes = g.mul(p, g.log(g.div(p, q)));
    const no = g.mul(g.sub(1, p), g.log(g.div(g.sub(1, p), g.sub(1, q))));
    return g.add(yes, no);
  },
  examples: [
    {
      source: "Bernoulli(0.2)",
      values: [
        [1, -1.6094379],
        [0, -0.2231436],
      ],
    },
    {
      source: "Bernoulli(logits = 3)",
      values: [
        [1, -0.0485874],
        [0, -3.0485874],
      ],
    },
  ],
});

function probability(
  g: Builder,
  { probs, logits }: { readonly probs: Node | undefined; readonly logits: Node | undefined },
): Node {
  return logits === undefined ? (probs as Node) : g.sigmoid(logits);
}
