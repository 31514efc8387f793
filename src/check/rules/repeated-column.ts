/** Features that say the same. */
import { exampleTable, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";
import { likeness } from "../same-column.ts";

/** Of so many columns all pairs are looked at. */
const mostColumns = 200;

const rooms = { minimum: 1, maximum: 9, mean: 4.2, deviation: 2 };

export const repeatedColumn = defineRule({
  name: "repeated-column",
  severity: "hint",
  summary: "Two features say the same of every row.",
  explain: {
    symptom: "None that is seen in the loss; weights of the two columns mean nothing alone.",
    cause:
      "One column is a copy of another, a code of it (a country and its number), or the same amount in another unit. The network shares one influence out between them by chance, and penalties count the pair twice.",
    remedy: "Leave one of the two out.",
    whenToIgnore: "When new rows may differ in the two columns.",
    source: ["Kuhn and Johnson: Applied predictive modeling, section 3.5"],
  },
  visit: {
    data(_, report, { plan, header }) {
      if (!plan || !header) return;
      for (const { terms } of plan.inputs) {
        const columns = terms.filter(({ field }) => field.kind === "column");
        if (columns.length > mostColumns) continue;
        for (const [i, term] of columns.entries()) {
          const first = columns.slice(0, i).find(({ field }) => likeness(field, term.field, header.rows));
          if (!first || first.field.name === term.field.name) continue;
          report(term.span, {
            message: `${term.field.name} says the same as ${first.field.name}`,
            why: "one influence is shared out between two columns",
            help: "leave one of the two out",
            evidence: { first: first.field.name, second: term.field.name },
          });
          return;
        }
      }
    },
  },
  examples: {
    header: exampleTable(500, [
      numberColumn("rooms", 1, 9, { statistics: rooms }),
      numberColumn("halves", 0.5, 4.5, {
        statistics: { minimum: 0.5, maximum: 4.5, mean: rooms.mean / 2, deviation: rooms.deviation / 2 },
      }),
      numberColumn("hours", -2, 4, { statistics: { minimum: -2, maximum: 4, mean: 0, deviation: 1 } }),
      numberColumn("price", -2, 2, { statistics: { minimum: -2, maximum: 2, mean: 0.1, deviation: 1 } }),
    ]),
    bad: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [rooms, ⟦halves⟧, hours], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [halves, hours], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [rooms, hours], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
  },
});
