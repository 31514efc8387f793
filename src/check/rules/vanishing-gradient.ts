/** Gradients that fade on their way to the first layers. */

import { short } from "../data-values.ts";
import { defineRule } from "../rule.ts";
import { isFull, mappingKernels, meanGradient } from "../watched-numbers.ts";

/** The first layer's gradient as a share of the last one's (AUTOTRAINER). */
const leastShare = 1e-3;
/** With fewer layers than this, a small share is the scale of the data and no fading. */
const leastLayers = 4;
/** A network that fits well has small gradients everywhere: below this share of the first loss nothing is missing. */
const fitted = 0.5;

export const vanishingGradient = defineRule({
  name: "vanishing-gradient",
  severity: "warning",
  summary: "While training, hardly any gradient arrives at the first layers.",
  explain: {
    symptom:
      "The loss hardly falls, although the last layer learns: the first layers stay as they were initialised. More layers make it worse.",
    cause:
      "On its way back the gradient is multiplied by every layer's weights and by the slope of every activation. If these factors are below 1, the product fades with depth. The slope of the sigmoid is at most 1/4: ten layers leave a millionth.",
    formula: "gradient(layer 1) = gradient(layer n) * product of W * slope;  (1/4)^10 = 0.000001",
    remedy:
      "relu or gelu with He initialisation, normalisation between the layers, or a way around them: Residual(…) adds the input to the result, and the gradient passes along the addition unchanged. Or fewer layers.",
    whenToIgnore: "When the loss falls well all the same.",
    source: [
      "AUTOTRAINER (Zhang et al., 2021)",
      "Hochreiter: Untersuchungen zu dynamischen neuronalen Netzen (1991)",
      "He et al.: Deep residual learning for image recognition (2016)",
    ],
  },
  visit: {
    reading(watched, report) {
      const { loss, step } = watched;
      const kernels = mappingKernels(watched);
      const [first, last] = [kernels[0], kernels.at(-1)];
      if (kernels.length < leastLayers || !first || !last || !isFull(first.kernel.gradients)) return;
      if (loss.first > 0 && loss.smoothed < fitted * loss.first) return;
      const [small, large] = [meanGradient(first.kernel), meanGradient(last.kernel)];
      if (!(large > 0) || small === 0 || small / large >= leastShare) return;
      report(first.layer.span, {
        message: `the gradient of ${first.layer.id} is ${short(small / large)} times that of ${last.layer.id}`,
        why: `${short(small)} for a weight here, and the loss is still ${short(loss.smoothed / loss.first)} of the first`,
        related: [{ span: last.layer.span, text: `${short(large)} for a weight here` }],
        help: "relu with he_normal, normalisation between the layers, or Residual(…)",
        evidence: {
          layer: first.layer.id,
          gradient: small,
          lastGradient: large,
          share: small / large,
          bound: leastShare,
          step,
        },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
x -> repeat 8 { ⟦Dense(16, sigmoid)⟧ } -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
    good: `input x: f32[8]
x -> Dense(16, sigmoid) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
    fixed: `input x: f32[8]
x -> repeat 8 { Dense(16, relu) } -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
  },
});
