/** Columns that only number the rows. */
import type { FieldHeader } from "../../data/header.ts";
import { exampleTable, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";

/** Fewer rows are numbered by chance, or by design. */
const leastRows = 20;

export const rowNumber = defineRule({
  name: "row-number",
  severity: "warning",
  summary: "A feature is the number of the row.",
  explain: {
    symptom:
      "Training goes well and new rows are judged badly: their numbers are larger than all that were seen.",
    cause:
      "A column that counts the rows (an id, the index that a table was saved with) says nothing about what a row is. A network can learn rows by heart by it, and where the rows are sorted it even tells the target.",
    remedy: "Name the features in a list, without this column.",
    whenToIgnore: "Where rows are points in time, one each day, and the trend over time is what is asked.",
    source: ["Kaufman et al.: Leakage in data mining (2012)"],
  },
  visit: {
    data(_, report, { plan, header }) {
      if (!plan || !header || header.sampled || header.rows < leastRows) return;
      for (const { terms, sequence } of plan.inputs) {
        if (terms.length < 2 || sequence) continue;
        const term = terms.find(({ field, categorical }) => !categorical && countsRows(field, header.rows));
        if (!term) continue;
        report(term.span, {
          message: `${term.field.name} only numbers the rows`,
          why: `it has each whole number from ${term.field.statistics?.minimum} to ${term.field.statistics?.maximum} once`,
          help: "name the features in a list, without it",
          evidence: { column: term.field.name, rows: header.rows },
        });
      }
    },
  },
  examples: {
    header: exampleTable(500, [
      numberColumn("id", 1, 500, {
        integer: true,
        statistics: { minimum: 1, maximum: 500, mean: 250.5, deviation: Math.sqrt((500 * 500 - 1) / 12) },
      }),
      numberColumn("rooms", -2, 2),
      numberColumn("price", -2, 2, { statistics: { minimum: -2, maximum: 2, mean: 0.1, deviation: 1 } }),
    ]),
    bad: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [zscore(⟦id⟧), rooms], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [zscore(id)], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [rooms], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
  },
});

/** n different whole numbers that lie n - 1 apart have one mean and one deviation, and hardly any others have both. */
function countsRows({ kind, statistics, ...field }: FieldHeader, rows: number): boolean {
  if (kind !== "column" || !("integer" in field) || !field.integer || !statistics) return false;
  const { minimum, maximum, mean, deviation } = statistics;
  const even = Math.sqrt((rows * rows - 1) / 12);
  return (
    maximum - minimum + 1 === rows &&
    Math.abs(mean - (minimum + maximum) / 2) < 1e-6 * rows &&
    Math.abs(deviation - even) < 1e-6 * even
  );
}
