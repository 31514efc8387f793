/** Softmax under binary cross-entropy. */
import type { Fix } from "../../base/diagnostic.ts";
import { showDim } from "../../base/dim.ts";
import { layerFix, replace, setActivation } from "../edits.ts";
import type { ActivationUse } from "../model-graph.ts";
import { type LossPlace, lossNote, type OutputPlace } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const softmaxBinaryLoss = defineRule({
  name: "softmax-binary-loss",
  severity: "error",
  summary:
    "Softmax answers one question with several answers; binary cross-entropy asks several questions of yes or no.",
  explain: {
    symptom:
      "Training runs, but the loss is not the one that the network is judged by: it falls slowly, probabilities come out too flat, and accuracy looks high from the start because most of the yes-or-no questions are answered by no.",
    cause:
      "Softmax makes the units compete: one gains only what the others lose, and together they give 1. Binary cross-entropy takes each unit as a question of its own and adds a term for every wrong class too. The two penalties pull on the same sum. With softmax the negative terms are redundant, and the loss is averaged over the units, so the gradient of the right class shrinks with the number of classes.",
    formula:
      "categorical: L = -log p_t\nbinary:      L = -(1/n) * (log p_t + sum over k != t of log(1 - p_k)),  while sum of all p_k = 1",
    remedy:
      "One class out of n: keep softmax and use categorical_crossentropy for one-hot targets or sparse_categorical_crossentropy for class numbers. Several labels at once: keep binary_crossentropy and use sigmoid. A question of yes or no: one unit with sigmoid.",
    whenToIgnore: "Practically never. Two softmax units are fine, with categorical cross-entropy.",
    source: [
      "Deeplearning4j OutputLayerUtil",
      "NeuraLint rule on loss and output (Nikanjam et al., 2021)",
      "Keras documentation of BinaryCrossentropy and CategoricalCrossentropy",
    ],
  },
  visit: {
    output(output, report) {
      const { activation: use, loss } = output;
      if (!use || !loss || use.facts.output !== "distribution") return;
      if (loss.facts.reads !== "probability" || loss.facts.fromLogits) return;
      // Losses of overlap compare shares of classes as well as independent probabilities.
      if (loss.facts.targets.includes("onehot")) return;
      const units = output.units === undefined ? "1" : showDim(output.units);
      report(use.span, {
        message: `softmax with ${loss.name}: the output is one distribution, the loss expects independent probabilities`,
        why: `these ${units} shares add up to 1`,
        related: lossNote(loss, "this loss takes each unit as a question of yes or no"),
        fix: proposal(output, use, loss),
        help: "sigmoid instead of softmax where several labels can be true at once",
        evidence: { activation: use.activation.word.name, loss: loss.name, units },
      });
    },
  },
  examples: {
    bad: `input x: f32[4]
target species: class(3)
x -> Dense(16, relu) -> Dense(3, ⟦softmax⟧)
train { loss = binary_crossentropy }
`,
    good: `input x: f32[4]
target tags: multilabel(3)
x -> Dense(16, relu) -> Dense(3, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[4]
target species: class(3)
x -> Dense(16, relu) -> Dense(3, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

/** The target decides which of the two is wrong; without one, the loss is proposed, because softmax is the stronger statement. */
function proposal({ ir }: OutputPlace, use: ActivationUse, loss: LossPlace): Fix | undefined {
  const kind = ir.target?.kind;
  if (kind === "multilabel") return layerFix(use.layer, [setActivation(use, "sigmoid")], true);
  const span = loss.term.loss.span;
  if (!span) return undefined;
  const sparse = kind === "class" || kind === "binary";
  const name = sparse ? "sparse_categorical_crossentropy" : "categorical_crossentropy";
  return { title: `loss = ${name}`, edits: [replace(span, name)], safe: kind !== undefined };
}
