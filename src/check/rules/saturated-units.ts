/** Sigmoid and tanh units that sit where they are flat. */
import { defineRule } from "../rule.ts";
import { isFull, median, percent } from "../watched-numbers.ts";

/** Share of the numbers that go into the activation (DeepDiagnosis and TheDeepChecker call a layer saturated from a half on). */
const mostSaturated = 0.5;

export const saturatedUnits = defineRule({
  name: "saturated-units",
  severity: "warning",
  summary: "While training, a layer sits where its activation is flat.",
  explain: {
    symptom:
      "The loss falls very slowly or not at all, and hidden values are nearly all at the ends: 0 and 1, or -1 and 1.",
    cause:
      "sigmoid and tanh are flat far from 0: at a sum of 5 the sigmoid is 0.993 and its slope 0.007, at 10 it is 1 to four digits and its slope 0.00005. The gradient of everything before it is multiplied by that slope. Sums grow that large when features are large (glucose of 140 times a weight of 0.3 is 42), when initial weights are, or after an update that was too long.",
    formula: "sigmoid'(s) = sigmoid(s) (1 - sigmoid(s)) <= 1/4;  sigmoid'(5) = 0.0066;  tanh'(5) = 0.00018",
    remedy:
      "Scale the features (normalize = zscore), so that sums begin around 0. Use glorot_uniform, a lower rate, or normalisation in front of the activation; or relu, which is flat on one side only.",
    whenToIgnore:
      "In gates that are meant to be open or shut, and where a sharp yes or no is learned on purpose. The output of a classifier is not watched: there, sure is right.",
    source: [
      "Glorot and Bengio: Understanding the difficulty of training deep feedforward neural networks (2010)",
      "DeepDiagnosis (Wardat et al., 2022)",
      "TheDeepChecker (Ben Braiek and Khomh, 2023)",
    ],
  },
  visit: {
    reading({ layers, step }, report) {
      for (const { layer, saturated } of layers) {
        if (!saturated || !isFull(saturated)) continue;
        const share = median(saturated);
        if (share <= mostSaturated) continue;
        report(layer.span, {
          message: `${percent(share)} of what enters the activation of ${layer.id} lies where it is flat`,
          why: "beyond 5 in size the slope is below 0.7 %, and so little of the gradient passes",
          help: "scale the features (normalize = zscore), begin with smaller weights, or use relu",
          evidence: { layer: layer.id, share, bound: mostSaturated, step },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
x -> ⟦Dense(16, sigmoid)⟧ -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
    good: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
    fixed: `input x: f32[8]
x -> Dense(16, sigmoid) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
  },
});
