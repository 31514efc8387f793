/** Copies of rows that a split puts on both sides. */
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";

/** With fewer, what is measured is off by less than the split's own chance. */
const mostCopied = 0.05;

export const copiedRows = defineRule({
  name: "copied-rows",
  severity: "warning",
  summary: "Many rows stand in the table twice, so the split puts copies on both sides.",
  explain: {
    symptom:
      "Validation looks better than it should, and the better the more the network has learned by heart; on truly new rows it disappoints.",
    cause:
      "The split deals rows out one by one. Of a row that stands in the table twice, one copy is trained on and the other may judge. Rows that were copied to balance the classes, tables that were joined from overlapping files, and augmented pictures are the usual reasons. Rows are only told where they cannot be equal by chance: where one column tells nearly all different rows apart, or all but any one of the columns do.",
    formula: "chance that two copies are parted by a split of 0.8 and 0.2: 2 * 0.8 * 0.2 = 0.32",
    remedy:
      "Take the copies out. To balance classes, `class_weight = balanced` does what copies do. If the copies belong together as rows of one thing, `split = { …, by = column }` keeps them on one side.",
    whenToIgnore:
      "When a row that occurs twice is one that was measured twice, and new data will repeat it too.",
    source: [
      "Kaufman, Rosset, Perlich: Leakage in data mining (2012)",
      "Barz and Denzler: Do we train on test data? Purging CIFAR of near-duplicates (2020)",
    ],
  },
  visit: {
    data({ split }, report, { header }) {
      const copied = header?.copied ?? 0;
      if (!header || !split || copied < mostCopied) return;
      const percent = Math.round(100 * copied);
      report(split.span, {
        message: `${percent} of 100 rows are copies of other rows, and the split deals them out one by one`,
        why: "what judges the network was partly trained on",
        help: "take the copies out before; class_weight = balanced balances classes without them",
        evidence: { share: copied, rows: header.rows },
      });
    },
  },
  examples: {
    header: {
      ...exampleTable(500, [numberColumn("rooms", 0, 5), nameColumn("kind", { flat: 250, house: 250 })]),
      copied: 0.3,
    },
    bad: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), target = kind, split = ⟦[0.8, 0.2]⟧ }
train { loss = binary_crossentropy, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), test = csv("new.csv"), target = kind }
train { loss = binary_crossentropy, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), validation = csv("later.csv"), target = kind }
train { loss = binary_crossentropy, epochs = 40 }
`,
  },
});
