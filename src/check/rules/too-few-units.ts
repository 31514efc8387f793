/** A loss that compares numbers with each other, on an output that has too few of them. */
import { isKnown } from "../../base/dim.ts";
import { exchangeLoss } from "../exchange-loss.ts";
import { lossNote } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const tooFewUnits = defineRule({
  name: "too-few-units",
  severity: "error",
  summary: "The loss compares the units of an output with each other, and the output has too few.",
  overrides: ["loss-vs-task", "mse-for-classification", "bounded-regression-output"],
  explain: {
    symptom: "The loss is -1, 0 or 1 and nothing between, and the weights hardly move.",
    cause:
      "Cosine similarity measures the angle between two vectors. Of a vector with a single number nothing is left but its sign: the number divided by its own size is 1 or -1, and its slope is 0 everywhere. Nothing tells the network which way to go.",
    formula: "cos(y, p) = y p / (|y| |p|) = sign(y) sign(p) for single numbers",
    remedy:
      "For one amount: mse or mae. For directions and embeddings: as many units as the vectors have numbers.",
    whenToIgnore: "Never.",
    source: ["Keras: CosineSimilarity", "Goodfellow, Bengio, Courville: Deep Learning, section 6.2"],
  },
  visit: {
    output(output, report) {
      const { loss, units, ir, end } = output;
      const needs = loss?.facts.needsUnits;
      if (!loss || !needs || units === undefined || !isKnown(units) || units >= needs.least) return;
      const span =
        end.kind === "activation" ? end.use.layer.span : end.kind === "linear" ? end.layer.span : ir.span;
      const edit = exchangeLoss(loss, "mse");
      report(span, {
        message: `${loss.name} needs ${needs.least} units or more, and the output has ${units}`,
        why: needs.because,
        related: lossNote(loss, "compares directions"),
        fix: edit && { title: "loss = mse", edits: [edit], safe: false },
        help: "mse or mae for one amount",
        evidence: { loss: loss.name, units, least: needs.least },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target price: real
x -> Dense(16, relu) -> ⟦Dense(1)⟧
train { loss = cosine_similarity }
`,
    good: `input x: f32[8]
target place: real[3]
x -> Dense(16, relu) -> Dense(3)
train { loss = cosine_similarity }
`,
    fixed: `input x: f32[8]
target price: real
x -> Dense(16, relu) -> Dense(1)
train { loss = mse }
`,
  },
});
