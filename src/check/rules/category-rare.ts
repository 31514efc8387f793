/** One-hot codes of columns in which nearly every row has a value of its own. */
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";

/** With fewer rows for each value on average, hardly anything is learned about any of them. */
const fewestRows = 3;
/** Below this a short table may have few rows for each of few values. */
const manyValues = 20;

export const categoryRare = defineRule({
  name: "category-rare",
  severity: "warning",
  summary: "A one-hot code of a column in which most values occur once or twice.",
  explain: {
    symptom:
      "The network learns the training rows by heart and is no better than chance in validation; predictions fail or mean nothing for values that are new.",
    cause:
      "Names, numbers of customers and dates differ from row to row. Each value gets a column of its own that is 1 in one or two rows, so its weight is learned from those rows alone, and new rows have other values.",
    formula: "weights for the column = values * units; rows for each = rows / values",
    remedy:
      "Leave the column out, or make of it what rows have in common before: of a date its month and weekday, of a name its title.",
    whenToIgnore: "Where new rows have the same values: RandomEffect then draws rare ones towards the mean.",
    source: ["Kuhn and Johnson: Feature engineering and selection, chapter 5"],
  },
  visit: {
    data(_, report, { plan, header }) {
      if (!plan || !header) return;
      for (const { field, transform, span } of plan.inputs.flatMap(({ terms }) => terms)) {
        const { categories, counts } = field;
        if (transform?.word.takes !== "category" || !categories || !counts) continue;
        const rows = counts.reduce((sum, count) => sum + count, 0);
        if (categories.length < manyValues || rows >= fewestRows * categories.length) continue;
        report(span, {
          message: `${field.name} has ${categories.length} different values in ${rows} rows`,
          why: `each becomes a column that is 1 in ${(rows / categories.length).toPrecision(2)} rows`,
          help: "leave it out, or make of it beforehand what rows have in common",
          evidence: { column: field.name, values: categories.length, rows, bound: fewestRows },
        });
      }
    },
  },
  examples: {
    header: exampleTable(40, [
      nameColumn("name", Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`person ${i}`, 1]))),
      nameColumn("city", { Bonn: 20, Rome: 20 }),
      numberColumn("price", -2, 2),
    ]),
    bad: `Dense(2, relu) -> Dense(1)
data { source = csv("table.csv"), features = [onehot(⟦name⟧), onehot(city)], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 400 }
`,
    good: `Dense(2, relu) -> Dense(1)
data { source = csv("table.csv"), features = [onehot(city)], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 400 }
`,
    fixed: `Dense(2, relu) -> Dense(1)
data { source = csv("table.csv"), features = [onehot(city)], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 400 }
`,
  },
});
