/** Trainings that end before they have begun. */
import { trainingRows, updateCount } from "../data-size.ts";
import { replace } from "../edits.ts";
import { defineRule } from "../rule.ts";

/** Adam at its default moves a weight by at most 0.2 in so many updates: about once through the size of initial weights. */
const leastUpdates = 200;

/** Here Adam has moved them by 0.02 at most: the network is still the one that it began as. */
const hardlyAny = 20;

export const fewEpochs = defineRule({
  name: "few-epochs",
  severity: "hint",
  summary: "The weights are updated only a few times in the whole training.",
  explain: {
    symptom: "Training ends while the loss is still falling fast.",
    cause:
      "Weights change once per batch, not once per row. A small table in large batches gives few updates per epoch, and ten epochs of them are not much: 100 rows in batches of 32 are 4 updates an epoch.",
    formula: "updates = epochs * ceil(rows / batch_size)",
    remedy: "More epochs, or a smaller batch.",
    whenToIgnore: "When you only try out whether the file runs.",
    source: ["DeepFD (Cao et al., 2022)"],
  },
  visit: {
    train(train, report, context) {
      const updates = updateCount(context);
      const rows = trainingRows(context);
      if (updates === undefined || rows === undefined || updates === 0 || updates >= leastUpdates) return;
      const severity = updates < hardlyAny ? "warning" : "hint";
      if (train.steps !== undefined) {
        report(train.spans.steps ?? train.span, {
          severity,
          message: `only ${train.steps} updates of the weights in the whole training`,
          why: `that is ${train.steps} batches of ${train.batchSize} rows, of ${rows}`,
          help: `steps = ${leastUpdates}, or more`,
          evidence: { updates, rows, batchSize: train.batchSize, bound: leastUpdates },
        });
        return;
      }
      const epochs = Math.ceil((leastUpdates * train.epochs) / updates / 10) * 10;
      const span = train.spans.epochs;
      report(span ?? train.span, {
        severity,
        message: `only ${updates} updates of the weights in the whole training`,
        why: `${train.epochs} ${train.epochs === 1 ? "epoch" : "epochs"} of ${rows} rows in batches of ${train.batchSize}`,
        fix: span
          ? { title: `epochs = ${epochs}`, edits: [replace(span, String(epochs))], safe: false }
          : undefined,
        help: `epochs = ${epochs}, or a smaller batch_size`,
        evidence: { updates, epochs: train.epochs, rows, batchSize: train.batchSize, bound: leastUpdates },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 400, split = [0.8, 0.2] }
train { loss = mse, epochs = ⟦5⟧ }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 400, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 400, split = [0.8, 0.2] }
train { loss = mse, epochs = 20 }
`,
  },
});
