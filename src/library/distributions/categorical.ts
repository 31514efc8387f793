import type { Builder } from "../../tensor/builder.ts";
import type { Node } from "../../tensor/node.ts";
import { clipped } from "../crossentropy.ts";
import { defineDistribution, oneOf } from "../distribution.ts";
import { alternative } from "../operand.ts";
import { logSoftmax, softmax } from "../stable.ts";
import { isClass } from "../targets.ts";

export const categorical = defineDistribution({
  name: "Categorical",
  doc: "For one of several classes, numbered from 0: log p(y) is the logarithm of the probability of class y, along the last axis. Of logits it is x[y] - log(sum(exp(x))); so it is where probs come straight from softmax. Its mean is the probability of each class.",
  params: {
    probs: alternative("unit", "the probability of each class, along the last axis"),
    logits: alternative("real", "in its place, what stands before a softmax"),
  },
  conflict: oneOf("Categorical", "probs", "logits"),
  support: "class",
  lastAxis: "classes",
  reparameterised: false,
  logProb(g, params, y) {
    const all = logarithms(g, params);
    const scores = g.broadcast(all, [...y.shape, all.shape.at(-1) as number]);
    const chosen = isClass(g, g.reshape(g.cast(y, "i32"), [...y.shape, 1]), scores, scores.shape.length - 1);
    return g.sum(g.where(chosen, scores, 0), [-1]);
  },
  mean: (g, params) => probabilities(g, params),
  /** The largest of logarithms with noise of Gumbel's distribution (1954): class k with its own probability. */
  sample({ g, random }, params, shape) {
    const all = logarithms(g, params);
    const u = g.max(random("categorical", [...shape, all.shape.at(-1) as number]), 1e-12);
    return g.argmax(g.sub(all, g.log(g.neg(g.log(u)))), -1);
  },
  divergence(g, from, to) {
    const p = logarithms(g, from);
    return g.sum(g.mul(g.exp(p), g.sub(p, logarithms(g, to))), [-1]);
  },
  examples: [{ source: "Categorical(logits = scores)", values: [] }],
});

interface Params {
  readonly probs: Node | undefined;
  readonly logits: Node | undefined;
}

function probabilities(g: Builder, { probs, logits }: Params): Node {
  return logits === undefined ? (probs as Node) : softmax(g, logits, -1);
}

function logarithms(g: Builder, { probs, logits }: Params): Node {
  return logits === undefined ? g.log(clipped(g, probs as Node)) : logSoftmax(g, logits, -1);
}
