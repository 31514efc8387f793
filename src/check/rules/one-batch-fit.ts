/** A network that cannot even learn a few rows by heart. */
import { short } from "../data-values.ts";
import { ratePlace } from "../rate.ts";
import { defineRule } from "../rule.ts";
import { batchFitShare } from "../watched.ts";

export const oneBatchFit = defineRule({
  name: "one-batch-fit",
  severity: "warning",
  summary: "A thousand updates on one and the same batch do not bring its loss down.",
  explain: {
    symptom: "nnet train FILE --one-batch ends with a loss that is still more than a tenth of the first.",
    cause:
      "A few dozen rows can be learned by heart by almost any network: there are more weights than numbers to say. If that fails, it is not a question of more data or more epochs. Something between features and loss is broken: a rate that is far too low or too high, dead units, an output that cannot give the targets, features that are all alike, a loss of another task.",
    formula: "weights >> rows * numbers a row, so that loss -> 0",
    remedy:
      "Read what nnet check says first. Then take the network apart: one layer fewer at a time, the usual initialisers, Adam(0.001), scaled features, until a batch is learned; the part that you took out last is the cause.",
    whenToIgnore:
      "When the same features come with different targets (then the batch cannot be learned), with strong penalties on the weights, and for losses that do not go to 0.",
    source: [
      "TheDeepChecker (Ben Braiek and Khomh, 2023)",
      "Karpathy: A recipe for training neural networks (2019): overfit one batch",
    ],
  },
  visit: {
    oneBatch({ oneBatch, train }, report) {
      if (!oneBatch || !(oneBatch.first > 0)) return;
      const { first, last, rows, steps } = oneBatch;
      if (last <= batchFitShare * first) return;
      report(ratePlace(train), {
        message: `${steps} updates on the same ${rows} rows bring the loss from ${short(first)} to ${short(last)} only`,
        why: "a batch should be learned by heart: look at the rate first, then at outputs and units",
        help: "Adam(0.001), scaled features, the usual initialisers; then one layer fewer at a time",
        evidence: { rows, steps, first, last, share: last / first, bound: batchFitShare },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = SGD(⟦1e-4⟧) }
`,
    good: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = RMSprop(0.01) }
`,
    fixed: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = Adam(0.01) }
`,
  },
});
