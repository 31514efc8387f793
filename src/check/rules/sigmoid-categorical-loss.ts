/** Sigmoid under categorical cross-entropy. */
import type { Fix } from "../../base/diagnostic.ts";
import { showDim } from "../../base/dim.ts";
import { layerFix, replace, setActivation } from "../edits.ts";
import type { ActivationUse } from "../model-graph.ts";
import { type LossPlace, lossNote, type OutputPlace } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const sigmoidCategoricalLoss = defineRule({
  name: "sigmoid-categorical-loss",
  severity: "error",
  summary: "Categorical cross-entropy needs shares that add up to 1; sigmoid units do not compete.",
  explain: {
    symptom:
      "The loss falls, yet predictions do not get better: every output drifts towards 1, and the class with the highest number is near to chance.",
    cause:
      "Categorical cross-entropy looks only at the unit of the right class and wants it to be large. It says nothing of the others, because it relies on softmax, where one unit can grow only if the others shrink. Sigmoid units are independent: all of them can go to 1, and nothing pushes a wrong one down. Dividing by their sum, as Keras does, brings the competition back only in part, with gradients that vanish where a sigmoid is flat.",
    formula: "L = -log y_t;  softmax: dL/dz_k = p_k - [k = t];  sigmoid alone: dL/dz_k = 0 for every k != t",
    remedy:
      "One class out of n: softmax. Several labels at once: keep sigmoid and use binary_crossentropy. Rule of thumb: sigmoid with binary_crossentropy, softmax with categorical_crossentropy, linear with mse.",
    whenToIgnore: "Practically never.",
    source: ["Deeplearning4j OutputLayerUtil", "NeuraLint rule on loss and output (Nikanjam et al., 2021)"],
  },
  visit: {
    output(output, report) {
      const { activation: use, loss } = output;
      if (!use || !loss || use.facts.output !== "probability") return;
      if (loss.facts.reads !== "distribution" || loss.facts.fromLogits) return;
      const units = output.units === undefined ? "1" : showDim(output.units);
      report(use.span, {
        message: `${use.activation.word.name} with ${loss.name}: the units do not compete, the loss relies on it`,
        why: `these ${units} probabilities are independent: nothing makes a wrong one smaller`,
        related: lossNote(loss, "this loss expects shares that add up to 1"),
        fix: proposal(output, use, loss),
        help: "binary_crossentropy instead, where several labels can be true at once",
        evidence: { activation: use.activation.word.name, loss: loss.name, units },
      });
    },
  },
  examples: {
    bad: `input x: f32[4]
target species: class(3)
x -> Dense(16, relu) -> Dense(3, ⟦sigmoid⟧)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input x: f32[4]
target sick: binary
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[4]
target species: class(3)
x -> Dense(16, relu) -> Dense(3, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

function proposal({ ir }: OutputPlace, use: ActivationUse, loss: LossPlace): Fix | undefined {
  const span = loss.term.loss.span;
  if (ir.target?.kind === "multilabel" && span) {
    const title = "loss = binary_crossentropy";
    return { title, edits: [replace(span, "binary_crossentropy")], safe: true };
  }
  return layerFix(use.layer, [setActivation(use, "softmax")], ir.target !== undefined);
}
