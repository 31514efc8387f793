/** Classes of so few rows that a part may get none. */

import { writtenName } from "../../data/find-field.ts";
import { targetTerms } from "../data-values.ts";
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";
import { replaceIn } from "../section-edits.ts";

/** With fewer rows expected, a part drawn at random lacks a class once in seven times or more: e^-2. */
const leastExpected = 2;

export const splitRareClass = defineRule({
  name: "split-rare-class",
  severity: "hint",
  summary: "A class has so few rows that a part of the split may hold none of it.",
  explain: {
    symptom: "Accuracy, recall or AUC on the validation rows jump when the seed changes.",
    cause:
      "The split deals rows out at random. Of a class of ten rows a tenth is one row on average, and often none: what is measured of this class is luck.",
    formula: "chance that a part of n rows on average holds none: about e^-n",
    remedy: "`stratify = column` gives every part the same share of each class.",
    whenToIgnore: "When the rare class does not matter.",
    source: ["scikit-learn user guide: cross-validation with stratification"],
  },
  visit: {
    data({ split }, report, context) {
      if (!split || split.stratify !== undefined || split.by !== undefined || context.header?.sampled) return;
      const held = [split.validation, split.test].filter((share) => share > 0);
      if (held.length === 0) return;
      const smallest = Math.min(...held);
      for (const { ir } of context.outputs) {
        const [term, ...more] = targetTerms(context, ir.name);
        const { categories, counts, name } = term?.field ?? {};
        if (!term || more.length > 0 || !categories || !counts || counts.length < 2) continue;
        if (ir.target?.kind !== "class" && ir.target?.kind !== "binary") continue;
        const rows = Math.min(...counts);
        if (rows * smallest >= leastExpected) continue;
        const rare = categories[counts.indexOf(rows)] as string;
        const word = writtenName(name ?? "");
        report(split.span, {
          message: `${rare} has ${rows} rows, of which a part of ${smallest} holds ${short(rows * smallest)} on average`,
          why: "a part may hold none of it",
          fix: replaceIn(split.span, /\s*\}$/, `, stratify = ${word} }`),
          help: `stratify = ${word}`,
          evidence: { class: rare, rows, expected: rows * smallest },
        });
        return;
      }
    },
  },
  examples: {
    header: exampleTable(500, [
      numberColumn("rooms", 0, 5),
      nameColumn("kind", { flat: 290, house: 200, hut: 10 }),
    ]),
    bad: `Dense(16, relu) -> Dense(3, softmax)
data {
  source = csv("table.csv")
  target = kind
  split  = ⟦{ train = 0.9, validation = 0.1 }⟧
}
train { loss = sparse_categorical_crossentropy, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(3, softmax)
data {
  source = csv("table.csv")
  target = kind
  split  = { train = 0.7, validation = 0.3 }
}
train { loss = sparse_categorical_crossentropy, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(3, softmax)
data {
  source = csv("table.csv")
  target = kind
  split  = { train = 0.9, validation = 0.1, stratify = kind }
}
train { loss = sparse_categorical_crossentropy, epochs = 40 }
`,
  },
});

function short(value: number): string {
  return String(Number(value.toPrecision(2)));
}
