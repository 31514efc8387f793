/** Kernels that start with all elements equal. */
import type { LayerIR, WeightIR } from "../../model/ir.ts";
import { replace } from "../edits.ts";
import type { ModelGraph } from "../model-graph.ts";
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
  visit: {
    layer(layer, report, { graph, model }) {
      if (!graph.facts(layer).learns || !layer.trainable) return;
      const learning = model.layers.filter((other) => other.layer && graph.facts(other).learns);
      if (learning.length < 2) return;
      for (const weight of layer.weights) {
        const { initializer } = weight.spec;
        if (!isKernel(weight) || !initializer.span) continue;
        if (!initializer.word.facts(initializer.params).constant) continue;
        const last = !hasLearnersBehind(graph, layer);
        const family = graph.activation(layer)?.facts.initializer;
        const better = family === "he" ? "he_normal" : family === "lecun" ? "lecun_normal" : "glorot_uniform";
        report(initializer.span, {
          severity: last ? "warning" : "error",
          message: `every element of ${weight.path} starts equal`,
          why: last
            ? "no gradient or only one common gradient reaches the layers before, at first"
            : "all units of this layer start as one and the same unit",
          related: [],
          fix: { title: better, edits: [replace(initializer.span, better)], safe: false },
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

/** A trainable matrix that is no bias: biases of some recurrent layers are matrices, and start at 0 by right. */
function isKernel({ name, spec }: WeightIR): boolean {
  return spec.trainable && spec.shape.length >= 2 && !name.includes("bias");
}

function hasLearnersBehind(graph: ModelGraph, layer: LayerIR): boolean {
  const seen = new Set<string>();
  const waiting = [layer.id];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const next of graph.consumers(id)) {
      if (graph.facts(next).learns) return true;
      waiting.push(next.id);
    }
  }
  return false;
}
