/** Gradients that tear the weights about. */
import { short } from "../data-values.ts";
import { defineRule } from "../rule.ts";
import { isFull, mappingKernels, median, percent, updateRatios } from "../watched-numbers.ts";

/** Norm of a kernel's gradient (AUTOTRAINER). */
const largest = 70;
/** Adam and its kin make steps of one length of any gradient: only a gradient that also moves the weights far is told. */
const largestUpdate = 0.1;

export const explodingGradient = defineRule({
  name: "exploding-gradient",
  severity: "warning",
  summary: "While training, gradients are so large that updates overwrite what was learned.",
  overrides: ["update-ratio"],
  explain: {
    symptom: "The loss jumps by factors of ten from batch to batch, and in the end becomes infinite or NaN.",
    cause:
      "The gradient of a squared error grows with the error, and that of a layer with its input: targets in the thousands and features in the hundreds give gradients in the hundred thousands. Through many layers with large weights, or many time steps, they are multiplied further. A plain optimizer takes a step as long as the gradient.",
    formula: "d(p - y)^2 / dw = 2 (p - y) x;  p - y = 300 and x = 100 give 60,000",
    remedy:
      "Scale features and targets: normalize = zscore, target = zscore(…). Clip what remains: clipnorm = 1 holds each gradient at length 1. A lower learning rate helps in proportion.",
    whenToIgnore: "When single batches are to blame and the loss falls all the same.",
    source: [
      "AUTOTRAINER (Zhang et al., 2021)",
      "Pascanu, Mikolov, Bengio: On the difficulty of training recurrent neural networks (2013)",
    ],
  },
  visit: {
    reading(watched, report) {
      for (const { layer, kernel } of mappingKernels(watched)) {
        if (!isFull(kernel.gradients)) continue;
        const [gradient, update] = [median(kernel.gradients), median(updateRatios(kernel))];
        if (!(gradient > largest) || !(update > largestUpdate)) continue;
        report(layer.span, {
          message: `the gradient of ${layer.id} has the length ${short(gradient)}`,
          why: `each update changes its weights by ${percent(update)}`,
          help: "scale features and targets (zscore), clip gradients (clipnorm = 1), or lower the learning rate",
          evidence: { layer: layer.id, gradient, update, bound: largest, step: watched.step },
        });
        return;
      }
    },
  },
  examples: {
    bad: `input x: f32[3]
x -> Dense(8, tanh) -> ⟦Dense(1)⟧
data { source = csv("models/data/kidiq.csv"), target = kid_score, normalize = zscore, split = [0.8, 0.2] }
train { loss = mse, optimizer = SGD(0.2), epochs = 10 }
`,
    good: `input x: f32[3]
x -> Dense(8, tanh) -> Dense(1)
data { source = csv("models/data/kidiq.csv"), target = kid_score, normalize = zscore, split = [0.8, 0.2] }
train { loss = mse, optimizer = SGD(0.01, clipnorm = 1), epochs = 10 }
`,
    fixed: `input x: f32[3]
x -> Dense(8, tanh) -> Dense(1)
data { source = csv("models/data/kidiq.csv"), target = zscore(kid_score), normalize = zscore, split = [0.8, 0.2] }
train { loss = mse, optimizer = SGD(0.02), epochs = 10 }
`,
  },
});
