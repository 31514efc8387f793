/** Updates that are far too long or far too short for the weights. */
import { short } from "../data-values.ts";
import { ratePlace } from "../rate.ts";
import { defineRule } from "../rule.ts";
import { isFull, mappingKernels, median, percent, updateRatios } from "../watched-numbers.ts";

/** Change of a kernel in one update as a share of it; about 1e-3 is healthy (TheDeepChecker: between 1e-4 and 1e-1). */
const largest = 0.1;
/** Below this a thousand updates change a weight by less than a thousandth. */
const smallest = 1e-6;
/** Below this share of the first loss, short updates are those of a network that has learned. */
const fitted = 0.9;

export const updateRatio = defineRule({
  name: "update-ratio",
  severity: "warning",
  summary: "While training, updates are far too long or too short beside the weights.",
  explain: {
    symptom: "The loss jumps about without falling; or it does not move at all.",
    cause:
      "A network learns by many small corrections. Where one update changes a tenth of the weights, the next batch undoes what the last one taught. Where it changes a millionth, the training would need a million steps.",
    formula: "ratio = |w_new - w_old| / |w_old|;  about 0.001 is healthy",
    remedy:
      "Too long: divide the learning rate by 3 to 10, or clip gradients. Too short: multiply it, or look why the gradient is so small.",
    whenToIgnore:
      "In the last epochs of a schedule that goes to 0, and in layers that begin with very small weights on purpose.",
    source: [
      "TheDeepChecker (Ben Braiek and Khomh, 2023)",
      "Karpathy: CS231n, Babysitting the learning process",
    ],
  },
  visit: {
    reading(watched, report) {
      const { train, loss, step } = watched;
      for (const { layer, kernel } of mappingKernels(watched)) {
        const ratios = updateRatios(kernel);
        if (!isFull(ratios)) continue;
        const ratio = median(ratios);
        const isLong = ratio > largest && loss.smoothed > fitted * loss.first;
        const isShort = ratio > 0 && ratio < smallest && loss.smoothed > fitted * loss.first;
        if (!isLong && !isShort) continue;
        report(layer.span, {
          message: isLong
            ? `each update changes ${layer.id} by ${percent(ratio)} of its weights`
            : `each update changes ${layer.id} by ${short(ratio)} of its weights`,
          why: isLong
            ? "what one batch teaches, the next one overwrites"
            : `${Math.round(1 / ratio)} updates would move them once`,
          related: [
            {
              span: ratePlace(train),
              text: isLong ? "a lower rate makes shorter updates" : "a higher rate makes longer updates",
            },
          ],
          help: isLong
            ? "divide the learning rate by 3 to 10, or clip gradients"
            : "multiply the learning rate by 10",
          evidence: { layer: layer.id, ratio, bound: isLong ? largest : smallest, step },
        });
        return;
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
x -> ⟦Dense(16, relu)⟧ -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = SGD(1e-6), epochs = 10 }
`,
    good: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = Adam(0.01), epochs = 10 }
`,
    fixed: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = SGD(0.01), epochs = 10 }
`,
  },
});
