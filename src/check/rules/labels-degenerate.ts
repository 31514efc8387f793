/** Labels that leave nothing to learn. */

import { targetTerms } from "../data-values.ts";
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";
import { classUnits } from "../units.ts";

export const labelsDegenerate = defineRule({
  name: "labels-degenerate",
  severity: "error",
  overrides: ["output-vs-targets"],
  summary: "The target has one value only, or lacks classes that the network is to tell apart.",
  explain: {
    symptom:
      "Accuracy is 1 (or the loss 0) after the first epoch, and the trained network says the same of every row.",
    cause:
      "If all labels are equal, the answer that never looks at the row is perfect, and that is what the network learns: a bias. A wrong column, a filter that left one group, or labels lost in a join are the usual reasons. A declared class without a single row cannot be learned either.",
    remedy:
      "Look at the column: `nnet show` lists what it holds. Name the right one, or bring rows of the other classes.",
    whenToIgnore:
      "Never for one value. Where classes are missing in a small first part of the data, until the rest is there.",
    source: ["TheDeepChecker (Ben Braiek and Khomh, 2023)"],
  },
  visit: {
    output(output, report, context) {
      const [term, ...more] = targetTerms(context, output.ir.name);
      if (!term || more.length > 0 || context.header?.sampled) return;
      const { categories, statistics, name } = term.field;
      const one = categories?.length === 1 || (statistics && statistics.minimum === statistics.maximum);
      const help = "name the column that holds the labels, or bring rows of the other kinds";
      if (one) {
        const value = categories?.[0] ?? String(statistics?.minimum);
        report(term.span, {
          message: `every row has the same target: ${name} is always ${value}`,
          why: "there is nothing to tell apart",
          help,
          evidence: { column: name, values: 1, value },
        });
        return;
      }
      const classes = output.ir.targetSpan ? classUnits(output.ir.target) : undefined;
      if (classes === undefined || !categories || categories.length >= classes) return;
      if (output.ir.target?.kind !== "class") return;
      report(term.span, {
        severity: "warning",
        message: `${classes} classes are declared, and ${name} holds ${categories.length}`,
        why: `no row of ${classes - categories.length} of them: they cannot be learned`,
        help,
        evidence: { column: name, values: categories.length, classes },
      });
    },
  },
  examples: {
    header: exampleTable(500, [
      numberColumn("rooms", 0, 5),
      nameColumn("group", { test: 500 }),
      nameColumn("kind", { flat: 200, house: 200, hut: 100 }),
    ]),
    bad: `Dense(16, relu) -> Dense(3, softmax)
data { source = csv("table.csv"), features = [rooms], target = ⟦group⟧, split = [0.8, 0.2] }
train { loss = sparse_categorical_crossentropy, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(3, softmax)
data { source = csv("table.csv"), features = [rooms], target = kind, split = [0.8, 0.2] }
train { loss = sparse_categorical_crossentropy, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(3, softmax)
data { source = csv("table.csv"), features = [rooms], target = kind, split = [0.8, 0.2] }
train { loss = sparse_categorical_crossentropy, epochs = 40 }
`,
  },
});
