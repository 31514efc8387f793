/** Columns that never change. */
import { exampleTable, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";

export const constantFeature = defineRule({
  name: "constant-feature",
  severity: "warning",
  summary: "A feature has the same value in every row.",
  explain: {
    symptom:
      "None while training; the column takes a weight and says nothing, or its value changes one day and the network has never learned what that means.",
    cause:
      "A column that never changes cannot tell rows apart: its weight is a second bias. Often it is a sign of something else, a filter, a failed join, a sensor that was off.",
    remedy: "Leave the column out of the features, or find out why it never changes.",
    whenToIgnore:
      "When these rows are only a part and the column changes in the rest. Single pixels of images are not reported.",
    source: ["TheDeepChecker (Ben Braiek and Khomh, 2023)", "UMLAUT (Schoop et al., 2021)"],
  },
  visit: {
    data(_data, report, { plan, header }) {
      if (!plan || !header || header.sampled || header.rows < 2) return;
      for (const input of plan.inputs) {
        const constant = input.terms.filter(({ field }) => {
          if (field.kind !== "column") return false;
          const { statistics, categories } = field;
          return (
            categories?.length === 1 ||
            (statistics !== undefined && statistics.minimum === statistics.maximum)
          );
        });
        const [first] = constant;
        if (!first) continue;
        const names = constant.map(({ field }) => field.name).join(", ");
        report(first.span, {
          message: `${names} ${constant.length === 1 ? "has" : "have"} the same value in every row`,
          why: "tells no row from another",
          help: constant.length === 1 ? "leave it out of the features" : "leave them out of the features",
          evidence: { columns: names, count: constant.length },
        });
      }
    },
  },
  examples: {
    header: exampleTable(500, [
      numberColumn("rooms", 1, 9),
      numberColumn("country", 1, 1),
      numberColumn("price", -2, 2),
    ]),
    bad: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [rooms, ⟦country⟧], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [rooms], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [rooms], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
  },
});
