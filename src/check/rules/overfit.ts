/** More weights than rows, and nothing that holds them back. */
import { isKnown, productOf } from "../../base/dim.ts";
import { parameterCount, trainingRows } from "../data-size.ts";
import { defineRule } from "../rule.ts";

/** Below ten weights for each number to be predicted, plain networks usually generalise as they are. */
const manyTimes = 10;

export const overfit = defineRule({
  name: "overfit",
  severity: "hint",
  summary: "The network has many more weights than rows, and no dropout or penalty.",
  explain: {
    symptom: "Training loss goes on falling while validation loss turns and rises.",
    cause:
      "With more weights than the rows have numbers to predict, the network can store the rows. Dropout, penalties on the weights, noise and early stopping make storing harder than learning what rows have in common.",
    formula: "weights / (rows * outputs) > 10",
    remedy:
      "Dropout(0.2) to Dropout(0.5) between wide layers, kernel_regularizer = L2(1e-4), fewer units, or more rows.",
    whenToIgnore: "When the validation loss does not turn.",
    source: [
      "Humbatova et al.: Taxonomy of real faults in deep learning systems (2020)",
      "Srivastava et al.: Dropout (2014)",
    ],
  },
  visit: {
    train(train, report, context) {
      const { graph, model, outputs } = context;
      const rows = trainingRows(context);
      const weights = parameterCount(model);
      const numbers = outputs.map(({ ir }) => productOf(ir.type.shape));
      if (rows === undefined || weights === undefined || !numbers.every(isKnown)) return;
      const asked = rows * numbers.reduce((sum, count) => sum + count, 0);
      const held = model.layers.some(
        (layer) =>
          graph.facts(layer).regularizes || layer.weights.some(({ spec }) => spec.regularizer !== undefined),
      );
      const stops = train.callbacks.some(({ word, params }) => word.facts(params).stopsEarly);
      if (held || stops || weights <= manyTimes * asked) return;
      report(train.spans.epochs ?? train.span, {
        message: `${weights} weights for ${rows} rows, and nothing holds them back`,
        why: "the rows can be learned by heart",
        help: "Dropout(0.3) between wide layers, or fewer units",
        evidence: { weights, rows },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(64, relu) -> Dense(64, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 400, split = [0.8, 0.2] }
train { loss = mse, epochs = ⟦300⟧ }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(64, relu) -> Dropout(0.3) -> Dense(64, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 400, split = [0.8, 0.2] }
train { loss = mse, epochs = 300 }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(64, relu) -> Dropout(0.3) -> Dense(64, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 400, split = [0.8, 0.2] }
train { loss = mse, epochs = 300 }
`,
  },
});
