/** Parts whose numbers are of another size. */
import type { FieldHeader } from "../../data/header.ts";
import { short } from "../data-values.ts";
import { exampleTable, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";

/** Chance and change move a mean by a part of a deviation; another unit moves it by many. */
const mostShift = 3;
/** And makes the values this much wider or narrower. */
const mostStretch = 10;

export const trainTestScaling = defineRule({
  name: "train-test-scaling",
  severity: "warning",
  summary: "A column has another scale in the validation or test source than in the training source.",
  explain: {
    symptom: "Training goes well, and validation is hopeless from the first epoch on, whatever you change.",
    cause:
      "One of the two files was scaled before it was saved, or holds another unit: pixels of 0 … 1 beside pixels of 0 … 255. What is fitted on the training rows, such as zscore, is applied to all parts, and leaves the difference as it is.",
    remedy: "Save both files raw, and let `normalize` scale them: it treats all parts alike.",
    whenToIgnore:
      "When the new rows truly lie elsewhere: then no number of the validation tells about the training range.",
    source: ["defect4ML (Morovati et al., 2023)", "trainlint"],
  },
  visit: {
    data(data, report, { header, plan }) {
      const used = new Set(plan?.inputs.flatMap(({ terms }) => terms.map(({ field }) => field.name)));
      for (const name of ["validation", "test"] as const) {
        const [part, source] = [header?.parts?.[name], data[name]];
        if (!part || !source) continue;
        for (const field of header?.fields ?? []) {
          const other = part.fields.find((one) => one.name === field.name);
          if (!used.has(field.name) || !other || !differ(field, other)) continue;
          report(source.span, {
            message: `${field.name} is ${rangeOf(other)} in the ${name} rows and ${rangeOf(field)} in the training rows`,
            why: "one of the two is scaled, or in another unit",
            related: [{ span: data.source.span, text: "the training rows" }],
            help: "save both raw, and scale them with normalize",
            evidence: {
              column: field.name,
              mean: field.statistics?.mean ?? 0,
              other: other.statistics?.mean ?? 0,
            },
          });
          break;
        }
      }
    },
  },
  examples: {
    header: {
      ...exampleTable(500, [numberColumn("light", 0, 255), numberColumn("price", -1, 1)]),
      parts: {
        validation: {
          ...exampleTable(100, [numberColumn("light", 0, 1), numberColumn("price", -1, 1)]),
          source: "later.csv",
          compared: 100,
          shared: 0,
        },
        test: {
          ...exampleTable(100, [numberColumn("light", 3, 249), numberColumn("price", -1, 1)]),
          source: "new.csv",
          compared: 100,
          shared: 0,
        },
      },
    },
    bad: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), validation = ⟦csv("later.csv")⟧, target = price, normalize = zscore }
train { loss = mse, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), test = csv("new.csv"), target = price, normalize = zscore, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = price, normalize = zscore, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
  },
});

function differ({ statistics: a }: FieldHeader, { statistics: b }: FieldHeader): boolean {
  if (!a || !b || a.deviation === 0 || b.deviation === 0) return false;
  const [narrow, wide] = [Math.min(a.deviation, b.deviation), Math.max(a.deviation, b.deviation)];
  return wide > mostStretch * narrow || Math.abs(a.mean - b.mean) > mostShift * wide;
}

function rangeOf({ statistics }: FieldHeader): string {
  return `${short(statistics?.minimum ?? 0)} … ${short(statistics?.maximum ?? 0)}`;
}
