/** Rows that are trained on and judged by. */
import type { SourceSpec } from "../../data/data-spec.ts";
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";

/** A few rows may be equal by chance or by design. */
const mostShared = 0.01;
/** Of tables with few different rows many are equal: what counts is beyond what the first source repeats in itself. */
const timesRepeated = 3;

/** One file may hold several parts: `suffix = "_test"` of an archive. */
function sameReading(a: SourceSpec, b: SourceSpec): boolean {
  return JSON.stringify(a.format.params) === JSON.stringify(b.format.params);
}

export const validationOverlap = defineRule({
  name: "validation-overlap",
  severity: "warning",
  summary: "Rows of the validation or test source stand in the training source too.",
  explain: {
    symptom:
      "Validation looks better than it should, as good as training; on truly new rows the network disappoints.",
    cause:
      "A network can learn rows by heart. Judged by rows that it was trained on, it shows its memory and not what it has understood. Files that were made one from the other, or rows copied to balance classes before the split, are the usual reasons.",
    remedy:
      "Take the shared rows out of one of the two files, or give the whole data once and let `split` cut it. Copy rows only after the split.",
    whenToIgnore: "When rows may be equal because they hold few different values.",
    source: ["defect4ML (Morovati et al., 2023)", "UMLAUT (Schoop et al., 2021)"],
  },
  visit: {
    data(data, report, { header }) {
      const { validation, test } = data;
      if (validation && test && validation.path === test.path && sameReading(validation, test)) {
        report(test.span, {
          message: "test and validation read the same rows",
          why: "what was chosen by these rows is judged by them again",
          related: [{ span: validation.span, text: "read for validation" }],
          help: "keep rows for the test that decide nothing while training",
          evidence: { part: "test", source: test.path },
        });
        return;
      }
      for (const name of ["validation", "test"] as const) {
        const [part, source] = [header?.parts?.[name], data[name]];
        if (!part || !source || part.compared === 0) continue;
        const share = part.shared / part.compared;
        if (share <= mostShared || share <= timesRepeated * (header?.repeated ?? 0)) continue;
        const same = part.source === header?.source && share === 1;
        report(source.span, {
          message: same
            ? `${name} and training read the same rows`
            : `${part.shared} of ${part.compared} ${name} rows are training rows too`,
          why: "they show what was learned by heart",
          related: [{ span: data.source.span, text: "the rows that are trained on" }],
          help: same ? "leave it out, and write split = [0.8, 0.2]" : "take them out of one of the two",
          evidence: { part: name, shared: part.shared, compared: part.compared },
        });
      }
    },
  },
  examples: {
    header: {
      ...exampleTable(500, [numberColumn("rooms", 0, 5), nameColumn("kind", { flat: 250, house: 250 })]),
      repeated: 0,
      parts: {
        validation: {
          ...exampleTable(100, [numberColumn("rooms", 0, 5), nameColumn("kind", { flat: 50, house: 50 })]),
          source: "later.csv",
          compared: 100,
          shared: 20,
        },
        test: {
          ...exampleTable(100, [numberColumn("rooms", 0, 5), nameColumn("kind", { flat: 50, house: 50 })]),
          source: "new.csv",
          compared: 100,
          shared: 1,
        },
      },
    },
    bad: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), validation = ⟦csv("later.csv")⟧, target = kind }
train { loss = binary_crossentropy, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), test = csv("new.csv"), target = kind, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), target = kind, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40 }
`,
  },
});
