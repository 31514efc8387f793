/** Softmax between hidden layers. */
import { layerFix, setActivation } from "../edits.ts";
import { defineRule } from "../rule.ts";

export const hiddenSoftmax = defineRule({
  name: "hidden-softmax",
  severity: "warning",
  summary: "Softmax inside the network squeezes a whole layer into shares of 1.",
  explain: {
    symptom:
      "Training is slow or stops early; the layers behind the softmax see numbers close to 1/n, or one 1 among zeros.",
    cause:
      "Softmax makes the units of a layer compete for a sum of 1. Hidden units are features, and features may be present together. With n units the average value is 1/n, so signal and gradient shrink with the width, and scale and offset of the sums are lost.",
    formula: "sum over k of softmax(z)_k = 1;  dp_i / dz_j = p_i * ([i = j] - p_j), of size 1/n or smaller",
    remedy: "relu (or gelu, tanh) between hidden layers; softmax at the output only.",
    whenToIgnore:
      "Where the shares are meant: attention and gates multiply by them, which is a merge and is not reported.",
    source: ["TheDeepChecker (Ben Braiek and Khomh, 2023)"],
  },
  proof: { measure: "val_accuracy", bad: 0.483, fixed: 0.7 },
  visit: {
    layer(layer, report, { graph }) {
      const use = graph.activation(layer);
      if (use?.facts.output !== "distribution" || graph.facts(layer).nonlinear) return;
      const [next] = graph.learningAfter(layer);
      if (!next) return;
      report(use.span, {
        message: `${use.activation.word.name} between hidden layers`,
        why: "makes the units of this layer share a sum of 1",
        related: [{ span: next.span, text: "another learning layer follows" }],
        fix: layerFix(use.layer, [setActivation(use, "relu")], false),
        help: "relu here, softmax at the output",
        evidence: { activation: use.activation.word.name, layer: layer.id, next: next.id },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target kind: class(4)
x -> Dense(16, ⟦softmax⟧) -> Dense(4, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input x: f32[8]
target kind: class(4)
x -> Dense(16, gelu) -> Dense(4, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input x: f32[8]
target kind: class(4)
x -> Dense(16, relu) -> Dense(4, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});
