/** Sigmoid or tanh between hidden layers. */
import { layerFix, setActivation } from "../edits.ts";
import { hiddenStacks } from "../hidden-stack.ts";
import { defineRule } from "../rule.ts";
import { deepFrom } from "../saturation.ts";

export const hiddenSigmoid = defineRule({
  name: "hidden-sigmoid",
  severity: "hint",
  summary: "A hidden layer has an activation that is flat at both ends.",
  explain: {
    symptom: "The network learns, but slower than it could, and slower with each layer more.",
    cause:
      "Sigmoid and tanh are flat where their input is far from 0: the unit is saturated, its slope is nearly 0, and so is the gradient that passes through it. How far from 0 the sums are depends on the scale of the inputs and of the initial weights: unscaled inputs saturate a layer in the first step. A saturated unit gives 0 or 1 for every row and learns hardly more.",
    formula:
      "d sigmoid / dz = s * (1 - s) <= 1/4;  d tanh / dz = 1 - t^2 <= 1;  at z = 5: 0.0066 and 0.00018",
    remedy:
      "relu with he_normal, or gelu, between hidden layers. Where sigmoid or tanh is wanted: scaled inputs and Glorot weights.",
    whenToIgnore:
      "In shallow networks, for smooth functions (differential equations), in gates: all of them usual. That is why it is only a hint.",
    source: ["Glorot and Bengio: Understanding the difficulty of training deep feedforward networks (2010)"],
  },
  visit: {
    model(model, report, { graph }) {
      // A formula that derives the network twice needs what bends everywhere: the second derivative of relu is 0.
      if (model.train?.terms) return;
      for (const stack of hiddenStacks(model, graph)) {
        const flat = stack.filter(({ use }) => deepFrom(use.facts) !== undefined);
        const [first] = flat;
        if (!first || flat.length >= (deepFrom(first.use.facts) ?? 0)) continue;
        const name = first.use.activation.word.name;
        report(first.use.span, {
          message: `${name} in a hidden layer learns slowly where it saturates`,
          why: `flat far from 0; ${flat.length} hidden ${flat.length === 1 ? "layer is" : "layers are"} of this kind`,
          fix: layerFix(first.use.layer, [setActivation(first.use, "relu")], false),
          help: "relu or gelu between hidden layers",
          evidence: { activation: name, layers: flat.length },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> Dense(16, ⟦sigmoid⟧) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    good: `input x: f32[8]
target sick: binary
x -> Dense(16, gelu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});
