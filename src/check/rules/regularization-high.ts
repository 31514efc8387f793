/** Penalties and decay that outweigh the loss. */

import type { Instance } from "../../words/word.ts";
import { short } from "../data-values.ts";
import { replace } from "../edits.ts";
import { peakRate } from "../rate.ts";
import type { Finding } from "../rule.ts";
import { defineRule } from "../rule.ts";

/** Strength of an L1 or L2 penalty; Keras' default is 0.01, common ones are 1e-5 to 1e-2. */
const strongest = 0.5;
/** Share of each weight that decay takes in one update; at a tenth a weight is forgotten within ten updates. */
const mostDecay = 0.1;
const usualPenalty = 1e-4;
/** Where steps do not grow with the gradient, a weight stays below 1 / decay: from here on below 0.2. */
const strongDecay = 5;

export const regularizationHigh = defineRule({
  name: "regularization-high",
  severity: "warning",
  summary: "A penalty on the weights is so strong that the network learns to have none.",
  explain: {
    symptom:
      "The loss falls quickly to that of a constant and stays there; every row gets the same prediction.",
    cause:
      "A penalty adds the squared (or absolute) weights to the loss, times its strength. With strength 1, the initial weights of one layer of 64 by 64 units cost about 100, and a cross-entropy about 1: the cheapest network is one without weights. Decay takes a share of each weight in every update: rate times decay.",
    formula: "loss + l2 * sum(w^2);  w <- w - rate * decay * w",
    remedy: "L2(1e-4) to L2(1e-3); a weight_decay of 0.01 or less with Adam or AdamW.",
    whenToIgnore: "On very small layers, or where the loss is of the size of thousands.",
    source: [
      "Goodfellow, Bengio, Courville: Deep Learning, section 7.1",
      "DeepCrime (Humbatova et al., 2021): weights regularisation",
    ],
  },
  proof: { measure: "val_accuracy", bad: 0.117, fixed: 0.7 },
  visit: {
    layer(layer, report, { graph }) {
      if (!graph.facts(layer).learns) return;
      const penalty = layer.layer.params.activity_regularizer as Instance | null | undefined;
      const place = layer.layer.given.activity_regularizer;
      const most = penalty ? strongestOf(penalty) : 0;
      if (place && most >= strongest)
        report(place, {
          message: `a penalty of ${short(most)} on what ${layer.id} gives`,
          why: "the cheapest layer is one that gives 0",
          help: "1e-5 to 1e-3 is usual",
          evidence: { layer: layer.id, strength: most, bound: strongest },
        });
      for (const { path, spec } of layer.weights) {
        const { regularizer } = spec;
        if (!regularizer?.span || spec.shape.length < 2) continue;
        const strength = strongestOf(regularizer);
        if (strength < strongest) continue;
        const given = Object.entries(regularizer.given).find(
          ([name]) => regularizer.params[name] === strength,
        )?.[1];
        report(given ?? regularizer.span, {
          message: `a penalty of ${short(strength)} on ${path}`,
          why: "the cheapest network is one whose weights are 0",
          fix: given
            ? { title: `${usualPenalty}`, edits: [replace(given, String(usualPenalty))], safe: false }
            : undefined,
          help: "1e-4 to 1e-3 is usual",
          evidence: { weight: path, strength, bound: strongest },
        });
      }
    },
    train(train, report) {
      const { word, params } = train.optimizer;
      const finding =
        judgeDecay(params.weight_decay, peakRate(params.learning_rate)) ??
        judgeBound(params.weight_decay, word.facts(params).rateHigh.unscaled === undefined);
      const place = train.optimizer.given.weight_decay;
      if (finding && place)
        report(place, {
          ...finding,
          fix: { title: "weight_decay = 0.01", edits: [replace(place, "0.01")], safe: false },
        });
    },
  },
  examples: {
    bad: `input x: f32[8]
target kind: class(3)
x -> Dense(64, relu, kernel_regularizer = L2(⟦10⟧)) -> Dense(3, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input x: f32[8]
target kind: class(3)
x -> Dense(64, relu, kernel_regularizer = L2(0.1)) -> Dense(3, softmax)
train { loss = sparse_categorical_crossentropy, optimizer = SGD(0.1, weight_decay = 0.1) }
`,
    fixed: `input x: f32[8]
target kind: class(3)
x -> Dense(64, relu, kernel_regularizer = L2(0.0001)) -> Dense(3, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

function strongestOf({ params }: Instance): number {
  return Math.max(0, ...Object.values(params).filter((value) => typeof value === "number"));
}

function judgeBound(decay: unknown, even: boolean): Finding | undefined {
  if (typeof decay !== "number" || !even || decay < strongDecay) return undefined;
  return {
    message: `with a decay of ${short(decay)} hardly any weight can grow beyond ${short(1 / decay)}`,
    why: "each step is about the rate, and the decay takes rate * decay * weight back",
    help: "0.01 is usual",
    evidence: { decay, bound: strongDecay },
  };
}

function judgeDecay(decay: unknown, rate: number | undefined): Finding | undefined {
  if (typeof decay !== "number" || rate === undefined || !(rate * decay >= mostDecay)) return undefined;
  return {
    message: `decay takes ${short(100 * rate * decay)} % of every weight in each update`,
    why: `rate ${short(rate)} times decay ${short(decay)}`,
    help: "0.01 or less is usual",
    evidence: { rate, decay, share: rate * decay, bound: mostDecay },
  };
}
