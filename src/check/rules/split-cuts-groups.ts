/** Sequences of one group on both sides of a split. */
import type { DataSpec, SplitSpec } from "../../data/data-spec.ts";
import { findField, writtenName } from "../../data/find-field.ts";
import type { CheckContext } from "../check-context.ts";
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { defineRule, type ReportFinding } from "../rule.ts";
import { replaceIn } from "../section-edits.ts";

export const splitCutsGroups = defineRule({
  name: "split-cuts-groups",
  severity: "warning",
  summary: "Steps of one sequence are in the training rows and in the validation rows.",
  explain: {
    symptom:
      "Validation is as good as training from early on, and new patients, machines or days are predicted badly.",
    cause:
      "A sequence gives each row the rows before it. Rows of one group that lie in different parts share most of their steps, so the validation rows have been seen while training, but for the last step.",
    remedy:
      "Split by the column that makes the groups: `split = { train = 0.8, validation = 0.2, by = patient }`. Of one long series take the end for validation: `shuffle = false`.",
    whenToIgnore: "When the network will be asked about later steps of the same groups, and about no others.",
    source: [
      "Kapoor and Narayanan: Leakage and the reproducibility crisis in machine-learning-based science (2023)",
    ],
  },
  visit: {
    data(data, report, context) {
      const { header } = context;
      const { split } = data;
      if (!split) return;
      reportUnused(data, split, report, context);
      for (const { sequence, span } of Object.values(data.features)) {
        if (!sequence) continue;
        const by = sequence.params.by as string | null;
        if (sequence.params.each === "group" || (by === null ? !split.shuffle : isSame(by, split.by, header)))
          continue;
        const word = by === null ? undefined : writtenName(by);
        report(split.span, {
          message:
            word === undefined
              ? "the steps of one series are dealt out to training and validation at random"
              : `the split cuts through the sequences of ${word}`,
          why: "what validates has been seen while training, but for its last step",
          related: span ? [{ span, text: "a row holds those before it" }] : [],
          fix:
            word === undefined
              ? replaceIn(split.span, /\s*\}$/, ", shuffle = false }")
              : split.by === undefined && split.stratify === undefined
                ? replaceIn(split.span, /\s*\}$/, `, by = ${word} }`)
                : undefined,
          help:
            word === undefined ? "shuffle = false cuts at a time" : `by = ${word} keeps each group together`,
          evidence: { by: word ?? "", shuffle: split.shuffle },
        });
        return;
      }
    },
  },
  examples: {
    header: exampleTable(500, [
      numberColumn("pulse", 0, 5),
      { ...nameColumn("patient", { a: 250, b: 250 }), longest: 250 },
      numberColumn("next", -1, 1),
    ]),
    bad: `input x: f32[T, 1]
x -> Flatten() -> Dense(16, relu) -> Dense(1)
data {
  source   = csv("table.csv")
  features = { x = sequence(pulse, by = patient, max_length = 8) }
  target   = next
  split    = ⟦{ train = 0.8, validation = 0.2 }⟧
}
train { loss = mse, epochs = 40 }
`,
    good: `input x: f32[T, 1]
x -> Flatten() -> Dense(16, relu) -> Dense(1)
data {
  source   = csv("table.csv")
  features = { x = sequence(pulse, max_length = 8) }
  target   = next
  split    = { train = 0.8, validation = 0.2, shuffle = false }
}
train { loss = mse, epochs = 40 }
`,
    fixed: `input x: f32[T, 1]
x -> Flatten() -> Dense(16, relu) -> Dense(1)
data {
  source   = csv("table.csv")
  features = { x = sequence(pulse, by = patient, max_length = 8) }
  target   = next
  split    = { train = 0.8, validation = 0.2, by = patient }
}
train { loss = mse, epochs = 40 }
`,
  },
});

type Header = { readonly fields: readonly { readonly name: string }[] } | undefined;

/** Two ways to write one column are one. */
/** Groups of fewer rows are pairs by chance. */
const leastRows = 3;
const leastGroups = 5;

/** A column that nothing reads, and whose equal values stand together: what its rows have in common is on both sides. */
function reportUnused(
  data: DataSpec,
  split: SplitSpec,
  report: ReportFinding,
  { header, plan }: CheckContext,
): void {
  if (!header || !plan || !split.shuffle || split.by !== undefined) return;
  if (Object.values(data.features).some(({ sequence }) => sequence)) return;
  const used = new Set(
    [...plan.inputs, ...plan.outputs].flatMap(({ terms }) => terms.map(({ field }) => field.name)),
  );
  for (const { name, ...field } of header.fields) {
    const { categories = [], counts = [], runs } = field;
    if (used.has(name) || categories.length < leastGroups) continue;
    const grouped = runs === categories.length && counts.every((count) => count >= leastRows);
    const dated =
      "ascending" in field && field.ascending && categories.every((text) => /^\d{4}-\d\d/.test(text));
    if (!grouped && !dated) continue;
    report(split.span, {
      severity: "hint",
      message: dated
        ? `the rows follow each other by ${name}, and the split deals them out at random`
        : `rows with the same ${name} stand together, and the split deals them out at random`,
      why: dated
        ? "the network is judged by days between those that it has seen"
        : "the network is judged by rows of groups that it has seen",
      help: dated ? "shuffle = false cuts at a time" : `by = ${writtenName(name)} keeps each group together`,
      evidence: { by: name, shuffle: true },
    });
    return;
  }
}

function isSame(by: string, other: NonNullable<DataSpec["split"]>["by"], header: Header): boolean {
  if (other === undefined) return false;
  const names = header?.fields.map(({ name }) => name) ?? [by];
  return by === other || findField(by, names) === findField(other, names);
}
