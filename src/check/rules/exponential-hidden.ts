/** An activation that grows exponentially between hidden layers. */
import { layerFix, setActivation } from "../edits.ts";
import { defineRule } from "../rule.ts";

export const exponentialHidden = defineRule({
  name: "exponential-hidden",
  severity: "warning",
  summary: "An exponential between hidden layers makes values and gradients explode.",
  explain: {
    symptom: "The loss is infinite or NaN within a few steps.",
    cause:
      "exp(10) is 22,026 and exp(89) is beyond 32-bit numbers. One unit with a large sum drowns all others, the next layer multiplies it further, and its gradient is as large as its value.",
    formula: "d exp(z) / dz = exp(z)",
    remedy:
      "relu, gelu or softplus between hidden layers; an exponential belongs at an output that must be positive.",
    whenToIgnore: "Where the input is known to be small, as behind a normalisation and a clip.",
    source: ["AUTOTRAINER (Zhang et al., 2021)", "DeepDiagnosis (Wardat et al., 2022)"],
  },
  visit: {
    layer(layer, report, { graph }) {
      const use = graph.activation(layer);
      const [next] = use?.facts.explodes ? graph.learningAfter(layer) : [];
      if (!use || !next) return;
      const name = use.activation.word.name;
      report(use.span, {
        message: `${name} between hidden layers`,
        why: "its value and its gradient double with every 0.7 of its input",
        related: [{ span: next.span, text: "multiplies it further" }],
        fix: layerFix(use.layer, [setActivation(use, "relu")], false),
        help: "relu, gelu or softplus",
        evidence: { activation: name, layer: layer.id },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(16, ⟦exponential⟧) -> Dense(1)
train { loss = mse }
`,
    good: `input x: f32[8]
target y: positive
x -> Dense(16, relu) -> Dense(1, exponential)
train { loss = mse }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(16, relu) -> Dense(1)
train { loss = mse }
`,
  },
});
