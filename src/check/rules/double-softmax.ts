/** Probabilities into a loss that expects logits. */
import type { Fix } from "../../base/diagnostic.ts";
import { layerFix, removeArgument, setActivation } from "../edits.ts";
import type { ActivationUse } from "../model-graph.ts";
import { type LossPlace, lossNote } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const doubleSoftmax = defineRule({
  name: "double-softmax",
  severity: "error",
  summary: "The loss applies softmax or sigmoid itself, and the output has done so already.",
  explain: {
    symptom:
      "Training works a little and then stops at a loss that no learning rate lowers: about ln(1 + (n - 1)/e) for n classes, 1.46 for ten. Predictions rank well but are never sure.",
    cause:
      "With from_logits = true the loss turns any numbers into probabilities by softmax (or sigmoid). Numbers that are probabilities already lie between 0 and 1; taken for logits they differ by at most 1, so after the second softmax the best class has at most e times the share of any other. The loss cannot come near 0, and the gradient passes through two flat curves.",
    formula: "p = softmax(z) in [0, 1]^n;  q = softmax(p);  max q = e / (e + n - 1),  0.23 for n = 10",
    remedy:
      "Do it once. Keep the activation and leave from_logits out (nnet computes the pair from the logits anyway), or keep from_logits = true and let the output be linear.",
    whenToIgnore: "Never.",
    source: [
      "NeuraLint rule on redundant softmax (Nikanjam et al., 2021)",
      'Keras warning: "output argument was produced by a Softmax activation and thus does not represent logits"',
    ],
  },
  proof: { measure: "val_loss", bad: 0.958, fixed: 0.825 },
  visit: {
    output(output, report) {
      const { activation: use, loss } = output;
      if (!use?.facts.output || !loss?.facts.fromLogits) return;
      const name = use.activation.word.name;
      const second = loss.facts.reads === "probability" ? "sigmoid" : "softmax";
      report(use.span, {
        message: `${name} and then ${second} again: ${loss.name} expects logits`,
        why: "these are probabilities already",
        related: lossNote(loss, `this loss applies ${second} itself (from_logits)`),
        fix: proposal(use, loss),
        help: `or leave the output linear and keep the loss as it is`,
        evidence: { activation: name, loss: loss.name, fromLogits: true },
      });
    },
  },
  examples: {
    bad: `input x: f32[784]
target digit: class(10)
x -> Dense(128, relu) -> Dense(10, ⟦softmax⟧)
train { loss = sparse_categorical_crossentropy(from_logits = true) }
`,
    good: `input x: f32[784]
target digit: class(10)
x -> Dense(128, relu) -> Dense(10)
train { loss = sparse_categorical_crossentropy(from_logits = true) }
`,
    fixed: `input x: f32[784]
target digit: class(10)
x -> Dense(128, relu) -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

/** Where activation and loss belong together, the declaration is the mistake; else the activation is. */
function proposal(use: ActivationUse, loss: LossPlace): Fix {
  const removed = removeArgument(loss.term.loss, "from_logits");
  if (removed && use.facts.output === loss.facts.reads) {
    return { title: `loss = ${loss.name}, without from_logits`, edits: [removed], safe: true };
  }
  return layerFix(use.layer, [setActivation(use, "linear")], false);
}
