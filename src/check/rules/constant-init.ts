/** Kernels that start with all elements equal. */
import type { Span } from "../../base/source.ts";
import type { WeightIR } from "../../model/ir.ts";
import { replace } from "../edits.ts";
import { defineRule } from "../rule.ts";

export const constantInit = defineRule({
  name: "constant-init",
  severity: "error",
  summary: "A kernel whose elements all start equal makes every unit of its layer the same unit.",
  explain: {
    symptom:
      "The loss stays at that of guessing, or a wide layer behaves as if it had one unit. With zeros and relu the layers never move at all.",
    cause:
      "Units of one layer differ only by their weights. If two units have equal weights coming in, they compute the same number; if their weights going out are equal too, they receive the same gradient, take the same step, and are equal again: for ever, whatever the data. Random values are there to break this tie. Zeros are worse: a layer of zeros passes on only zeros, so the layer behind it receives no gradient for its kernel, the layers before it receive none because the error is multiplied by zero on its way back, and a relu has slope 0 there.",
    formula:
      "h_i = f(w_i . x);  dL/dw_i = (sum over k of v_ki * d_k) * f'(w_i . x) * x\nw_i = w_j and v_ki = v_kj for all k  =>  h_i = h_j and dL/dw_i = dL/dw_j",
    remedy:
      "Leave the argument out (glorot_uniform), or take he_normal before relu and its kin, lecun_normal before selu. Zeros are right for biases.",
    whenToIgnore:
      "A model of one single learning layer may start at zero (its loss has one valley) and is not reported. On the last layer, zeros are sometimes chosen so that a deep network starts by predicting 0: there it is a warning. Frozen weights are not reported.",
    source: [
      "NeuraLint rule on initialisation (Nikanjam et al., 2021)",
      "DeepCrime, operator on weights (Humbatova et al., 2021)",
      "Goodfellow, Bengio, Courville: Deep Learning, section 8.4",
    ],
  },
  proof: { measure: "val_accuracy", bad: 0.65, fixed: 0.867 },
  visit: {
    layer(layer, report, { graph }) {
      if (!graph.facts(layer).learns || !layer.trainable) return;
      for (const weight of layer.weights.filter(startsConstant)) {
        const last = !graph.learnsAfter(layer);
        if (last && !graph.learnsBefore(layer)) continue;
        const { initializer } = weight.spec;
        const span = initializer.span as Span;
        const family = graph.activation(layer)?.facts.initializer;
        const better = family === "he" || family === "lecun" ? `${family}_normal` : "glorot_uniform";
        report(span, {
          // A last layer of zeros gives the mean at first, on purpose: its units part with the first update.
          severity: last ? "hint" : "error",
          message: `every element of ${weight.path} starts equal`,
          why: last
            ? "at first no gradient, or one and the same, reaches the layers before"
            : "all units of this layer start as one and the same unit",
          fix: { title: better, edits: [replace(span, better)], safe: false },
          evidence: { weight: weight.path, initializer: initializer.word.name, last },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> Dense(12, relu, kernel_initializer = ⟦zeros⟧) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    good: `input x: f32[8]
target sick: binary
x -> Dense(12, relu, kernel_initializer = he_uniform, bias_initializer = zeros) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(12, relu, kernel_initializer = he_normal) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

/**
 * A trainable matrix whose initializer is written in the file and gives one value to all. Biases of some recurrent layers
 * are matrices too, and start at 0 by right.
 */
function startsConstant({ name, spec }: WeightIR): boolean {
  const { initializer } = spec;
  if (!initializer.span || !spec.trainable || spec.shape.length < 2 || name.includes("bias")) return false;
  return initializer.word.facts(initializer.params).constant;
}
