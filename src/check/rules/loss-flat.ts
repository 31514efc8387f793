/** A loss that does not fall. */
import { short } from "../data-values.ts";
import { defineRule } from "../rule.ts";

/** So many epochs and steps are given before a verdict. */
const leastEpochs = 5;
const leastSteps = 100;
/** Of what a constant costs: better than this, something has been learned. */
const guessed = 0.98;
/** Between the epochs. */
const moved = 0.02;

export const lossFlat = defineRule({
  name: "loss-flat",
  severity: "warning",
  summary: "While training, the loss stays where a constant prediction would be.",
  explain: {
    symptom:
      "Epoch after epoch the loss is the same; accuracy is that of always saying the commonest class, and every row gets nearly the same prediction.",
    cause:
      "A network that knows only how often each class occurs has the entropy of the labels as its loss (ln 2 = 0.69 for two equally frequent classes, ln 10 = 2.30 for ten), one that knows only the mean has the variance. Standing there means that nothing of the features arrives at the output: dead or saturated units, a vanishing gradient, a rate that is far too small or so large that the weights have been thrown to where all is flat, labels that do not belong to the rows; or features that say nothing about the target.",
    formula: "entropy = -sum of share * ln(share);  variance = mean of (y - mean)^2",
    remedy:
      "Read what else the watch says: it names the layer. Scale the features, try a rate ten times lower and ten times higher, use relu in hidden layers, and see whether the network can learn a single batch by heart: nnet train FILE --one-batch.",
    whenToIgnore: "When the features really say nothing about the target.",
    source: [
      "DeepLocalize (Wardat et al., 2021)",
      "AUTOTRAINER (Zhang et al., 2021): slow convergence",
      "Karpathy: A recipe for training neural networks (2019)",
    ],
  },
  visit: {
    epoch({ epochs, outputs, step }, report) {
      const output = outputs.length === 1 ? outputs[0] : undefined;
      const guess = output?.guess;
      if (epochs.length < leastEpochs || step < leastSteps || !output || !guess || epochs[0]?.epoch !== 1)
        return;
      const losses = epochs
        .slice(-leastEpochs)
        .map(({ logs }) => (logs.loss ?? Number.NaN) / (output.place.loss?.term.weight ?? 1));
      const [low, high] = [Math.min(...losses), Math.max(...losses)];
      if (!(low > guessed * guess.constant) || !(high - low < moved * high)) return;
      report(output.place.ir.span, {
        message: `the loss stays at ${short(losses.at(-1) as number)}: the network has learned nothing in ${epochs.length} epochs`,
        why: `the same answer for every row costs ${short(guess.constant)}: ${guess.constantName}`,
        help: "scale the features, try other learning rates, and see whether it can learn one batch: nnet train FILE --one-batch",
        evidence: {
          loss: losses.at(-1) as number,
          guess: guess.constant,
          epochs: epochs.length,
          step,
        },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
⟦x -> repeat 8 { Dense(16, sigmoid) } -> Dense(1, sigmoid)⟧
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
    good: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
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
