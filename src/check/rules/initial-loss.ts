/** A first loss far from that of guessing. */
import { short } from "../data-values.ts";
import { defineRule } from "../rule.ts";

/** Times the loss of guessing. New weights give outputs of about 1 in size, which costs at most half as much again. */
const classesFactor = 3;
/** Times the variance: the mean lies some three deviations from 0. */
const amountsFactor = 10;

export const initialLoss = defineRule({
  name: "initial-loss",
  severity: "warning",
  summary: "The loss of the first batch is far above that of guessing.",
  explain: {
    symptom:
      "The first epochs are spent on bringing a huge loss down, with large gradients; or training never recovers from them.",
    cause:
      "A new classifier should know nothing: a loss near ln of the number of classes. A much larger one means that it is sure of wrong answers before it has seen any, because its sums are large: features that are not scaled, or initial weights that are too large. A new regression should be about as wrong as the mean: a loss far above the variance says that the targets lie far from 0, where all outputs begin, and a network has to move its biases there first; where it is far above the mean square of the targets too, the outputs begin far from 0, as they do over features that are not scaled.",
    formula: "classes: loss near ln(n);  amounts: loss near the variance;  mean square = variance + mean^2",
    remedy:
      "Scale the features (normalize = zscore) and keep the usual initialisers. Amounts far from 0: standardise the target (target = zscore(price)); predictions come back in its own units.",
    whenToIgnore: "When the loss is down within the first epoch.",
    source: [
      "Karpathy: A recipe for training neural networks (2019): verify loss at init",
      "TheDeepChecker (Ben Braiek and Khomh, 2023)",
    ],
  },
  visit: {
    firstBatch({ outputs }, report) {
      for (const { place, firstLoss, guess } of outputs) {
        if (!guess) continue;
        const isAmount = place.loss?.facts.task === "regression";
        const [usual, name, factor] = isAmount
          ? [guess.constant, guess.constantName, amountsFactor]
          : [guess.blind, guess.blindName, classesFactor];
        if (!(firstLoss > factor * usual)) continue;
        // More than answers of 0 would cost: the outputs are large, not the targets.
        const isLarge = firstLoss > classesFactor * guess.blind;
        const sure = `sure of wrong answers before it has learned: guessing would cost ${short(usual)}`;
        const large = `outputs begin far from 0: answers of 0 would cost ${short(guess.blind)}`;
        report(place.ir.span, {
          message: `the loss begins at ${short(firstLoss)}, ${short(firstLoss / usual)} times ${name}`,
          why: !isAmount ? sure : isLarge ? large : "outputs begin near 0, and the targets lie far from it",
          help: isLarge
            ? "scale the features (normalize = zscore), and keep the usual initialisers"
            : "standardise the target: target = zscore(…)",
          evidence: { loss: firstLoss, usual, factor: firstLoss / usual, bound: factor },
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
⟦x -> Dense(16, relu) -> Dense(1, sigmoid)⟧
data { source = csv("models/data/pima.csv"), target = diabetes, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
    good: `input x: f32[8]
x -> BatchNormalization() -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
    fixed: `input x: f32[8]
x -> Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("models/data/pima.csv"), target = diabetes, normalize = zscore, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 10 }
`,
  },
});
