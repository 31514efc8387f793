/** Classes of very unequal size. */

import { short, targetTerms } from "../data-values.ts";
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { isClassification } from "../is-classification.ts";
import { defineRule } from "../rule.ts";
import { addEntry } from "../section-edits.ts";

/** Of the largest possible entropy; for two classes this is a smaller one of 11 %. */
const leastEntropy = 0.5;

export const classImbalance = defineRule({
  name: "class-imbalance",
  severity: "warning",
  summary: "One class has nearly all rows, and nothing makes up for it.",
  explain: {
    symptom:
      "Accuracy is high from the first epoch on (as high as the share of the largest class), and the network names that class for every row.",
    cause:
      "The loss is a mean over rows. If 97 of 100 rows are of one class, saying it always is wrong in 3 % of them, and the gradient of the few others is drowned. What is rare is usually what is looked for.",
    formula: "entropy = -sum over k of s_k * ln(s_k) / ln(n), with s_k the share of class k; 1 when equal",
    remedy:
      "class_weight = balanced in the train section gives each class the same weight. Judge by AUC, precision and recall, not by accuracy.",
    whenToIgnore:
      "When the probabilities themselves are wanted, as they are in the population: then leave the weights equal and allow it.",
    source: ["TheDeepChecker (Ben Braiek and Khomh, 2023)"],
  },
  visit: {
    output(output, report, context) {
      const { model, file } = context;
      const { ir, loss } = output;
      const [term, ...more] = targetTerms(context, ir.name);
      const { categories, counts } = term?.field ?? {};
      if (!term || more.length > 0 || !categories || !counts || counts.length < 2) return;
      if (loss?.facts.task !== "classification" || (ir.target && !isClassification(ir.target))) return;
      if (model.train?.classWeight[ir.name] !== undefined || model.data?.weights !== undefined) return;
      const rows = counts.reduce((sum, count) => sum + count, 0);
      const shares = counts.map((count) => count / rows);
      const entropy =
        shares.reduce((sum, share) => sum - share * Math.log(share), 0) / Math.log(counts.length);
      if (!(entropy < leastEntropy)) return;
      const largest = Math.max(...shares);
      const name = categories[shares.indexOf(largest)] ?? "";
      report(term.span, {
        message: `${short(100 * largest)} % of the rows are ${name}`,
        why: "a network that always says so is rarely wrong, and useless",
        fix: model.outputs.length === 1 ? addEntry(file, "train", "class_weight", "balanced") : undefined,
        help: "class_weight = balanced, and AUC as a metric",
        evidence: { largest: name, share: largest, entropy, bound: leastEntropy, classes: counts.length },
      });
    },
  },
  examples: {
    header: exampleTable(1000, [numberColumn("rooms", 1, 9), nameColumn("fraud", { no: 970, yes: 30 })]),
    bad: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), target = ⟦fraud⟧, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), target = fraud, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40, class_weight = { no = 1, yes = 10 } }
`,
    fixed: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), target = fraud, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40, class_weight = balanced }
`,
  },
});
