/** A loss that jumps up and down. */
import { short } from "../data-values.ts";
import { ratePlace } from "../rate.ts";
import { defineRule } from "../rule.ts";

/** Epochs that are looked at, and how many of them have to go up. */
const window = 8;
const leastRises = 3;
/** A rise is counted from a tenth of the loss on. */
const rise = 0.1;
/** Of the first epoch's loss: below it the network has learned most of what there is, and a few rows make the loss jump. */
const learned = 0.2;

export const lossOscillates = defineRule({
  name: "loss-oscillates",
  severity: "warning",
  summary: "While training, the loss jumps up and down from epoch to epoch.",
  explain: {
    symptom:
      "The training loss rises in every second or third epoch by a tenth and more, and gets no better.",
    cause:
      "The steps are longer than the valley is wide: each lands on the other side. Small batches add noise, since each shows other rows. The training loss of an epoch is a mean over all its batches, so it does not jump by chance.",
    formula: "gradient descent on a valley of curvature c swings from side to side for 1 / c < rate < 2 / c",
    remedy:
      "Divide the learning rate by 3 to 10, or let it fall with a schedule such as CosineDecay(0.01, decay_steps = auto); larger batches are less noisy.",
    whenToIgnore:
      "When each step draws rows or noise anew and the loss falls over many epochs. A loss that is mostly below a fifth of the first epoch's is not told of: there a few rows make it jump.",
    source: ["AUTOTRAINER (Zhang et al., 2021): oscillating loss", "DeepLocalize (Wardat et al., 2021)"],
  },
  visit: {
    epoch({ epochs, train, step }, report) {
      if (epochs.length < window) return;
      const losses = epochs.slice(-window).map(({ logs }) => logs.loss ?? Number.NaN);
      const rises = losses.filter((loss, i) => i > 0 && loss > (1 + rise) * (losses[i - 1] as number)).length;
      const before = Math.min(...epochs.slice(0, -window / 2).map(({ logs }) => logs.loss ?? Number.NaN));
      const better = Math.min(...losses.slice(window / 2)) < before;
      const usual = [...losses].sort((a, b) => a - b)[window / 2] as number;
      const mostly = usual < learned * (epochs[0]?.logs.loss ?? 0);
      if (rises < leastRises || better || mostly || losses.some((loss) => !(loss > 0))) return;
      report(ratePlace(train), {
        message: `the loss has risen in ${rises} of the last ${window - 1} epochs`,
        why: losses.slice(-5).map(short).join(", "),
        help: "divide the learning rate by 3 to 10, or let it fall: CosineDecay(…, decay_steps = auto)",
        evidence: { rises, epochs: epochs.length, loss: losses.at(-1) as number, bound: leastRises, step },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = RMSprop(⟦0.3⟧), epochs = 20 }
`,
    good: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = RMSprop(CosineDecay(0.01, decay_steps = auto)), epochs = 20 }
`,
    fixed: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, optimizer = RMSprop(0.001), epochs = 20 }
`,
  },
});
