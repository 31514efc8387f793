/** Far more weights than rows to learn them from. */
import { isKnown, productOf } from "../../base/dim.ts";
import { parameterCount, trainingRows } from "../data-size.ts";
import { defineRule } from "../rule.ts";

/**
 * Networks with ten weights for each number to be predicted are everyday (60,000 digits, a million weights) and generalise;
 * with a hundred, the training rows can be learned by heart many times over.
 */
const manyTimes = 100;

export const capacityVsData = defineRule({
  name: "capacity-vs-data",
  severity: "hint",
  summary: "The network has far more weights than the data has numbers to predict.",
  overrides: ["overfit"],
  explain: {
    symptom: "Training loss goes to 0, validation loss turns and rises after a few epochs.",
    cause:
      "Each row gives the network one equation per output. With a hundred times as many weights as equations it can store the rows instead of learning what they have in common.",
    formula: "weights / (rows * outputs) > 100",
    remedy:
      "Fewer units or layers, dropout, weight penalties, more rows, or a network that was trained on more data.",
    whenToIgnore:
      "When the validation loss says otherwise: wide networks often generalise better than this count suggests.",
    source: [
      "Humbatova et al.: Taxonomy of real faults in deep learning systems (2020)",
      "TheDeepChecker (Ben Braiek and Khomh, 2023)",
    ],
  },
  visit: {
    train(train, report, context) {
      const rows = trainingRows(context);
      const weights = parameterCount(context.model);
      const numbers = context.outputs.map(({ ir }) => productOf(ir.type.shape));
      if (rows === undefined || weights === undefined || !numbers.every(isKnown)) return;
      const outputs = numbers.reduce((sum, count) => sum + count, 0);
      if (weights <= manyTimes * rows * outputs) return;
      report(train.spans.epochs ?? train.span, {
        message: `${weights} weights for ${rows} rows of ${outputs} ${outputs === 1 ? "number" : "numbers"}`,
        why: "so many weights can learn the rows by heart",
        help: "fewer units, dropout, or more rows",
        evidence: { weights, rows, outputs },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target y: real
x -> Dense(512, relu) -> Dropout(0.5) -> Dense(512, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 500, split = [0.8, 0.2] }
train { loss = mse, epochs = ⟦100⟧ }
`,
    good: `input x: f32[8]
target y: real
x -> Dense(32, relu) -> Dropout(0.2) -> Dense(32, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 500, split = [0.8, 0.2] }
train { loss = mse, epochs = 100 }
`,
    fixed: `input x: f32[8]
target y: real
x -> Dense(32, relu) -> Dropout(0.2) -> Dense(32, relu) -> Dense(1)
data { source = csv("table.csv"), target = y, rows = 500, split = [0.8, 0.2] }
train { loss = mse, epochs = 100 }
`,
  },
});
