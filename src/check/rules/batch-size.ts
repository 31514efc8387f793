/** Batches larger than the data, or of one row on much data. */

import type { TrainIR } from "../../model/ir.ts";
import type { CheckContext } from "../check-context.ts";
import { trainingRows } from "../data-size.ts";
import { replace } from "../edits.ts";
import { defineRule, type ReportFinding } from "../rule.ts";

const usual = 32;
/** From so many rows on, batches of one or two take hours where batches of 32 take minutes. */
const manyRows = 10_000;

/** The mean over one row is the row itself: what is centred by it is 0, whatever the row says. */
function reportLonely(
  { batchSize: size, spans }: TrainIR,
  report: ReportFinding,
  context: CheckContext,
): boolean {
  const span = spans.batch_size;
  if (size !== 1 || !span) return false;
  const { model, graph } = context;
  const layer = model.layers.find(
    (one) => graph.facts(one).centersFeatures && one.type.shape.length === 1 && one.trainable,
  );
  if (!layer) return false;
  report(span, {
    severity: "error",
    message: `batches of one row, and ${layer.id} takes the mean of the batch from each row`,
    why: "the mean of one row is the row itself: 0 is left",
    related: [{ span: layer.span, text: "while training, this gives 0 for every row" }],
    fix: { title: `batch_size = ${usual}`, edits: [replace(span, String(usual))], safe: false },
    help: `batch_size = ${usual}, or LayerNormalization, which looks at each row alone`,
    evidence: { batchSize: size, layer: layer.id },
  });
  return true;
}

export const batchSize = defineRule({
  name: "batch-size",
  severity: "warning",
  summary: "The batch is larger than the data, or so small that training takes very long.",
  explain: {
    symptom: "One update an epoch and slow progress; or epochs that never end, with a loss that jumps.",
    cause:
      "Each batch gives one update. A batch of all rows gives one per epoch, each with the exact gradient: ten epochs are ten steps. Batch normalisation needs several rows, because the mean of one row is the row itself. A batch of one gives many updates, each with a gradient that is mostly noise, and leaves the machine's arithmetic units idle.",
    remedy: "16 to 128 rows a batch.",
    whenToIgnore:
      "Full batches are right for second-order methods and very small tables: write the number of rows itself.",
    source: ["DeepFD (Cao et al., 2022)", "Masters and Luschi: Revisiting small batch training (2018)"],
  },
  visit: {
    train(train, report, context) {
      if (reportLonely(train, report, context)) return;
      const rows = trainingRows(context);
      const span = train.spans.batch_size;
      if (rows === undefined || rows === 0 || !span) return;
      const size = train.batchSize;
      const fix = { title: `batch_size = ${usual}`, edits: [replace(span, String(usual))], safe: false };
      const evidence = { batchSize: size, rows };
      const help = `batch_size = ${usual}`;
      if (size > rows) {
        report(span, {
          message: `a batch of ${size} for ${rows} rows of training`,
          why: "one update an epoch",
          fix,
          help,
          evidence,
        });
      } else if (size <= 2 && rows >= manyRows) {
        report(span, {
          severity: "hint",
          message: `batches of ${size} over ${rows} rows`,
          why: `${Math.ceil(rows / size)} updates an epoch, each from ${size === 1 ? "one row" : "two rows"}`,
          fix,
          help,
          evidence,
        });
      }
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 400, split = [0.8, 0.2] }
train { loss = mse, epochs = 300, batch_size = ⟦512⟧ }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 400, split = [0.8, 0.2] }
train { loss = mse, epochs = 300, batch_size = 320 }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(4, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 400, split = [0.8, 0.2] }
train { loss = mse, epochs = 300, batch_size = 32 }
`,
  },
});
