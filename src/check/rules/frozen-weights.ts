/** Weights that training was to move and does not. */
import { defineRule } from "../rule.ts";
import { isFull } from "../watched-numbers.ts";

export const frozenWeights = defineRule({
  name: "frozen-weights",
  severity: "warning",
  summary: "While training, weights that may move do not move at all.",
  overrides: ["vanishing-gradient"],
  explain: {
    symptom:
      "The loss stands still, to the last digit; or it falls, and a part of the network stays as it was initialised.",
    cause:
      "An update of exactly 0 needs a gradient of exactly 0. Either no path leads from the layer to the loss on which anything passes (all units behind it are dead, or all its inputs are 0), or the rate is so small that adding the step to a 32-bit weight changes nothing: below a seventeen-millionth of the weight it is rounded away.",
    formula: "w + step = w in f32 when |step| < |w| / 2^24",
    remedy:
      "Look at the layers behind for dead units, at the data for inputs that are all 0, and at the learning rate.",
    whenToIgnore:
      "Never by itself. Layers that are to stay as they are, are written with trainable = false and not watched.",
    source: [
      "AUTOTRAINER (Zhang et al., 2021)",
      "TheDeepChecker (Ben Braiek and Khomh, 2023): unchanged weights",
    ],
  },
  visit: {
    reading({ layers, step }, report) {
      for (const { layer, kernels } of layers) {
        const frozen = kernels.find(
          ({ changes }) => isFull(changes) && changes.every((change) => change === 0),
        );
        if (!frozen) continue;
        const passed = frozen.gradients.some((gradient) => gradient > 0);
        report(layer.span, {
          message: `${frozen.path} does not move`,
          why: passed
            ? "the steps are rounded away: they are too small beside the weights"
            : "no gradient arrives here",
          help: passed
            ? "a higher learning rate"
            : "look for dead units behind it, and for inputs that are all 0",
          evidence: { layer: layer.id, weight: frozen.path, hasGradient: passed, step },
        });
        return;
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
x -> ⟦Dense(16, relu)⟧ -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = SGD(1e-14), epochs = 10 }
`,
    good: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = SGD(0.1), epochs = 10 }
`,
    fixed: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = SGD(0.01), epochs = 10 }
`,
  },
});
