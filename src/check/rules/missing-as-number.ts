/** Numbers that stand for "not known". */
import type { FieldHeader } from "../../data/header.ts";
import { short } from "../data-values.ts";
import { exampleTable, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";

/** The next value lies further away than all others lie apart. */
const leastOccurrences = 2;

export const missingAsNumber = defineRule({
  name: "missing-as-number",
  severity: "warning",
  summary: "A number such as -999 seems to stand for a missing value.",
  explain: {
    symptom:
      "The column helps less than it should, and scaled by its mean and spread all true values are nearly the same.",
    cause:
      "Old formats write -1, -999 or 9999 where a value is not known. To a network that is an amount like any other: it lies far from all others, pulls the mean and widens the spread, and its gradient outweighs theirs.",
    remedy: "Leave such fields empty in the file, and say what to do with them: missing = median.",
    whenToIgnore: "Where the number is a true measurement.",
    source: [
      "Kuhn and Johnson: Feature engineering and selection, chapter 8",
      "UCI repository: notes on missing values",
    ],
  },
  visit: {
    data(_, report, { plan }) {
      if (!plan) return;
      const ends = [...plan.inputs, ...plan.outputs];
      for (const { field, categorical, span } of ends.flatMap(({ terms }) => terms)) {
        const found = categorical ? undefined : standIn(field);
        if (!found) continue;
        const [value, count, nearest] = found;
        report(span, {
          message: `${field.name} is ${value} in ${count} rows, and its next value is ${short(nearest)}`,
          why: "it looks like a sign for a missing value, and is taken for an amount",
          help: "leave the field empty in the file, and write missing = median",
          evidence: { column: field.name, value, rows: count, nearest },
        });
      }
    },
  },
  examples: {
    header: exampleTable(
      500,
      ["rooms", "years"]
        .map((name, i) =>
          numberColumn(name, i === 0 ? -999 : 1, 9, {
            integer: true,
            categories: i === 0 ? ["-999", "1", "5", "9"] : ["1", "5", "9"],
            counts: i === 0 ? [20, 160, 160, 160] : [180, 160, 160],
            pattern: i,
          }),
        )
        .concat(numberColumn("price", -2, 2)),
    ),
    bad: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [minmax(⟦rooms⟧), years], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [minmax(years)], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [years], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
  },
});

/** A number of nines at either end of the column, or -1 below amounts, away from all others. */
function standIn({
  categories,
  counts,
  statistics,
}: FieldHeader): readonly [number, number, number] | undefined {
  if (!categories || !counts || !statistics || categories.length < 3) return undefined;
  const values = categories.map(Number);
  const last = values.length - 1;
  for (const [end, next, far] of [
    [0, 1, last],
    [last, last - 1, 0],
  ] as const) {
    const [value, nearest, other] = [values[end], values[next], values[far]] as [number, number, number];
    const apart = Math.abs(value - nearest) > Math.abs(other - nearest);
    const count = counts[end] as number;
    if (/^-?9+(\.9+)?$/.test(String(value)) && Math.abs(value) >= 99 && apart && count >= leastOccurrences)
      return [value, count, nearest];
  }
  return undefined;
}
