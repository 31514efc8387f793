/** A validation loss that rises while the training loss falls. */
import { short } from "../data-values.ts";
import { defineRule } from "../rule.ts";

/** Epochs since the best validation. */
const patience = 5;
/** Of the training loss at that epoch: what a jumping loss shows by chance is no learning by heart. */
const learned = 0.9;
/** Of the best validation loss. */
const growth = 1.2;

export const valDiverges = defineRule({
  name: "val-diverges",
  severity: "hint",
  summary: "While training, the loss of the validation rows rises while that of the training rows falls.",
  explain: {
    symptom:
      "The training loss falls on and on, and the validation loss turns and rises: the network gets better on rows that it has seen and worse on all others.",
    cause:
      "A network with many weights can learn rows by heart, noise and all. What helps with the rows it has seen then hurts with new ones: it overfits. The more weights beside the rows, and the more epochs, the sooner.",
    formula: "gap = val_loss - loss",
    remedy:
      "Stop at the best epoch, use Dropout(0.2) to Dropout(0.5) or a penalty (kernel_regularizer = L2(1e-4)), fewer units, or more rows.",
    whenToIgnore:
      "When the metric that you care for still improves: a classifier may become surer of its few mistakes while its accuracy grows.",
    source: ["UMLAUT (Schoop et al., 2021)", "Prechelt: Early stopping, but when? (1998)"],
  },
  visit: {
    epoch({ epochs, model, step }, report) {
      const losses = epochs.map(({ logs }) => logs.val_loss ?? Number.NaN);
      if (losses.some((loss) => !(loss > 0))) return;
      const best = losses.indexOf(Math.min(...losses));
      const now = losses.length - 1;
      const [atBest, atEnd] = [epochs[best], epochs[now]];
      if (!atBest || !atEnd || now - best < patience) return;
      const [low, high] = [losses[best] as number, losses[now] as number];
      if (high < growth * low || !((atEnd.logs.loss ?? 0) < learned * (atBest.logs.loss ?? 0))) return;
      const output = model.outputs[0];
      if (!output) return;
      report(output.span, {
        message: `the validation loss has been rising since epoch ${atBest.epoch}: ${short(low)}, now ${short(high)}`,
        why: `on the training rows it fell from ${short(atBest.logs.loss ?? 0)} to ${short(atEnd.logs.loss ?? 0)}: rows are learned by heart`,
        help: `stop near epoch ${atBest.epoch}; or dropout, a penalty on the weights, fewer units, more rows`,
        evidence: { bestEpoch: atBest.epoch, epoch: atEnd.epoch, best: low, now: high, bound: growth, step },
      });
    },
  },
  examples: {
    bad: `input x: f32[60]
⟦x -> Dense(128, relu) -> Dense(1, sigmoid)⟧
data { source = csv("models/data/sonar.csv"), target = class, normalize = zscore, split = { train = 0.5, validation = 0.5, stratify = class } }
train { loss = binary_crossentropy, optimizer = Adam(0.01), epochs = 40 }
`,
    good: `input x: f32[60]
x -> Dense(8, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/sonar.csv"), target = class, normalize = zscore, split = { train = 0.5, validation = 0.5, stratify = class } }
train { loss = binary_crossentropy, epochs = 20 }
`,
    fixed: `input x: f32[60]
x -> Dropout(0.5) -> Dense(16, relu) -> Dropout(0.5) -> Dense(1, sigmoid)
data { source = csv("models/data/sonar.csv"), target = class, normalize = zscore, split = { train = 0.5, validation = 0.5, stratify = class } }
train { loss = binary_crossentropy, epochs = 20 }
`,
  },
});
