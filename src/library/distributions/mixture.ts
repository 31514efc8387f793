import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { instanceOf } from "../../words/instance-of.ts";
import { param } from "../../words/param-types.ts";
import { clipped } from "../crossentropy.ts";
import { type DistributionDefinition, defineDistribution, oneOf } from "../distribution.ts";
import { alternative } from "../operand.ts";
import { logSoftmax, softmax } from "../stable.ts";

export const mixture = defineDistribution({
  name: "Mixture",
  doc: "Several distributions of one kind, each with its share: log p(y) = log(sum of weight k p_k(y)), along the last axis of weights and parameters. With weights from softmax and a Normal whose parameters have as many units, it is a mixture density network, for targets that have several answers. Formula: Bishop, Mixture density networks (1994).",
  params: {
    weights: alternative("unit", "the share of each component, along the last axis"),
    component: param(
      instanceOf<DistributionDefinition>("distribution"),
      "the distribution of each component",
    ),
    logits: alternative("real", "in the place of weights, what stands before a softmax"),
  },
  conflict: oneOf("Mixture", "weights", "logits"),
  support: "real",
  lastAxis: "components",
  reparameterised: false,
  logProb(g, params, y) {
    const each = g.add(logarithms(g, params), params.component.logProb(g.reshape(y, [...y.shape, 1])));
    const top = g.stopGradient(g.reduceMax(each, [-1], true));
    const sums = g.log(g.sum(g.exp(g.sub(each, top)), [-1]));
    return g.add(sums, g.reshape(top, sums.shape));
  },
  mean: (g, params) => g.sum(g.mul(shares(g, params), params.component.mean()), [-1]),
  sample(draw, params, shape) {
    const { g, random } = draw;
    const all = logarithms(g, params);
    const each = [...shape, params.component.shape.at(-1) ?? 1];
    const u = g.max(random("component", each), 1e-12);
    const chosen = g.argmax(g.sub(all, g.log(g.neg(g.log(u)))), -1);
    const index = g.iota(each, each.length - 1, "i32");
    const values = params.component.sample(draw, each);
    return g.sum(g.where(g.equal(index, g.reshape(chosen, [...shape, 1])), values, 0), [-1]);
  },
  cdf(g, params, y) {
    const below = params.component.cdf(g.reshape(y, [...y.shape, 1]));
    return below && g.sum(g.mul(shares(g, params), below), [-1]);
  },
  examples: [{ source: "Mixture(weights, Normal(mu, sd))", values: [] }],
});

interface Shares {
  readonly weights: Node | undefined;
  readonly logits: Node | undefined;
}

function shares(g: Builder, { weights, logits }: Shares): Node {
  return logits === undefined ? (weights as Node) : softmax(g, logits, -1);
}

function logarithms(g: Builder, { weights, logits }: Shares): Node {
  return logits === undefined ? g.log(clipped(g, weights as Node)) : logSoftmax(g, logits, -1);
}
