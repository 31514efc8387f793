/** A bias that the normalisation behind it takes away again. */
import { layerFix, setArgument } from "../edits.ts";
import { defineRule } from "../rule.ts";

export const biasBeforeBatchnorm = defineRule({
  name: "bias-before-batchnorm",
  severity: "hint",
  summary: "A bias right before batch normalisation does nothing.",
  explain: {
    symptom: "None; some weights are trained, stored and added for nothing.",
    cause:
      "Batch normalisation subtracts from every feature its mean over the batch. A bias is the same number added to a feature in every row, so it is a part of that mean, and is gone; the normalisation then adds a shift of its own.",
    formula: "(x + b) - mean(x + b) = x - mean(x)",
    remedy: "use_bias = false on the layer before.",
    whenToIgnore: "Whenever you like: it costs little and harms nothing.",
    source: [
      "Ioffe and Szegedy: Batch normalization (2015), section 3.2",
      "NeuraLint (Nikanjam et al., 2021)",
    ],
  },
  visit: {
    layer(layer, report, { graph }) {
      const { biasParam } = graph.facts(layer);
      const use = graph.activation(layer);
      if (biasParam === undefined || layer.layer.params[biasParam] !== true || use?.facts.nonlinear) return;
      const [next, ...others] = graph.consumers(layer.id);
      if (!next || others.length > 0 || graph.outputsOf(layer.id).length > 0) return;
      if (!graph.facts(next).centersFeatures) return;
      report(layer.span, {
        message: `the bias of ${layer.id} is taken away by ${next.id}`,
        why: "the mean that is subtracted holds it",
        related: [{ span: next.span, text: "adds a shift of its own" }],
        fix: layerFix(layer, [setArgument(layer, biasParam, "false")], false),
        help: `${biasParam} = false`,
        evidence: { layer: layer.id, normalization: next.id },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> ⟦Dense(16)⟧ -> BatchNormalization() -> relu -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    good: `input x: f32[8]
target sick: binary
x -> Dense(16, relu) -> BatchNormalization() -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(16, use_bias = false) -> BatchNormalization() -> relu -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});
