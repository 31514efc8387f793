/** A validation that is better than the training. */
import { short } from "../data-values.ts";
import { defineRule } from "../rule.ts";

/** In so many epochs in a row, after the first ones, in which the training loss is a mean over a network still learning. */
const epochsInRow = 3;
const firstEpochs = 5;
/** Of the training loss. */
const share = 0.5;

export const valTooGood = defineRule({
  name: "val-too-good",
  severity: "hint",
  summary: "While training, the validation rows come out far better than the training rows.",
  explain: {
    symptom: "The validation loss is half the training loss or less, epoch after epoch.",
    cause:
      "On rows that a network has not learned from it is at best as good as on those it has. If it is much better, the two are not alike: the validation rows are easier, of one class, few, or cut off the end of a sorted file; or rows are in both. Dropout and penalties raise the training loss and are no such sign: with them the rule is silent.",
    formula: "expected: val_loss >= loss",
    remedy:
      "Split at random and by class (split = { train = 0.8, validation = 0.2, stratify = y }); keep rows of one person or day together (by = …); look for rows that are in both parts.",
    whenToIgnore: "With a few dozen validation rows, where chance is large.",
    source: ["UMLAUT (Schoop et al., 2021)"],
  },
  visit: {
    epoch({ epochs, layers, graph, model, train, step }, report) {
      const last = epochs.slice(-epochsInRow);
      // Class weights count in the training loss alone.
      if (epochs.length < firstEpochs + epochsInRow || Object.keys(train.classWeight).length > 0) return;
      if (layers.some(({ layer }) => graph.facts(layer).regularizes || graph.facts(layer).normalizes)) return;
      if (layers.some(({ layer }) => layer.weights.some(({ spec }) => spec.regularizer))) return;
      const isTooGood = last.every(
        ({ logs: { loss, val_loss } }) =>
          loss !== undefined && val_loss !== undefined && val_loss > 0 && val_loss < share * loss,
      );
      const { loss = 0, val_loss = 0 } = last.at(-1)?.logs ?? {};
      const output = model.outputs[0];
      if (!isTooGood || !output) return;
      report(output.span, {
        message: `the validation loss is ${short(val_loss)}, the training loss ${short(loss)}`,
        why: "rows that were never learned from should not come out better",
        help: "look at how the rows are split: at random, by class, and no row in both parts",
        evidence: { loss, validationLoss: val_loss, bound: share, step },
      });
    },
  },
  examples: {
    bad: `input x: f32[4]
⟦x -> Dense(8, relu) -> Dense(1)⟧
data { source = csv("models/data/sonar.csv"), features = [V15, V16, V17, V18], target = zscore(V2), normalize = zscore, split = { train = 0.8, validation = 0.2, shuffle = false } }
train { loss = mse, epochs = 20 }
`,
    good: `input x: f32[4]
x -> Dense(8, relu) -> Dense(1)
data { source = csv("models/data/sonar.csv"), features = [V15, V16, V17, V18], target = zscore(V2), normalize = zscore, split = { train = 0.8, validation = 0.2, stratify = class } }
train { loss = mse, epochs = 20 }
`,
    fixed: `input x: f32[4]
x -> Dense(8, relu) -> Dense(1)
data { source = csv("models/data/sonar.csv"), features = [V15, V16, V17, V18], target = zscore(V2), normalize = zscore, split = [0.8, 0.2] }
train { loss = mse, epochs = 20 }
`,
  },
});
