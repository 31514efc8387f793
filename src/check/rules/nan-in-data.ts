/** Missing values that nothing takes care of. */
import type { PlannedTerm } from "../../data/planned.ts";
import { exampleTable, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";
import { addEntry } from "../section-edits.ts";

export const nanInData = defineRule({
  name: "nan-in-data",
  severity: "warning",
  summary: "Columns in use have missing values, and the file does not say what to do with them.",
  explain: {
    symptom:
      "Training stops at the first row with a missing value. Where such values are let through, one of them makes the loss NaN and, one step later, every weight.",
    cause:
      "A missing number has no value to multiply with: any sum with it is NaN, and so are loss, gradient and, after one step, all weights. So nnet refuses such rows until the file says what to do.",
    formula: "w * NaN + b = NaN",
    remedy:
      "missing = mean (or median, value(0)) fills numbers of features by what the training rows say; missing = drop leaves the rows out. Missing targets can only be dropped.",
    whenToIgnore: "Never.",
    source: ["UMLAUT (Schoop et al., 2021)", "TheDeepChecker (Ben Braiek and Khomh, 2023)"],
  },
  visit: {
    data(data, report, { plan, header, file }) {
      const policy = data.missing.kind;
      if (!plan || !header || policy === "drop") return;
      const features = plan.inputs.flatMap(({ terms }) => terms);
      // What stands in for a number is made for columns; of an array the whole row has to go.
      const isFillable = ({ field, categorical }: PlannedTerm) => field.kind === "column" && !categorical;
      const fillable = features.filter(isFillable);
      const rest = [
        ...features.filter((term) => !isFillable(term)),
        ...plan.outputs.flatMap(({ terms }) => terms),
      ];
      const blocked = missingIn(rest);
      const open = policy === "error" ? [...missingIn(fillable), ...blocked] : blocked;
      const [first] = open;
      if (!first) return;
      const names = open.map(({ field }) => field.name).join(", ");
      const count = open.reduce((sum, { missing }) => sum + missing, 0);
      const value = blocked.length > 0 ? "drop" : "mean";
      report(first.span, {
        message: `${names}: ${count} missing ${count === 1 ? "value" : "values"}${header.sampled ? " in the rows looked at" : ""}`,
        why:
          policy === "error"
            ? "training stops at the first of them"
            : `missing = ${policy} fills numbers of features only`,
        fix: policy === "error" ? addEntry(file, "data", "missing", value) : undefined,
        help: `missing = ${value}`,
        evidence: { columns: names, missing: count, rows: header.rows, policy },
      });
    },
  },
  examples: {
    header: exampleTable(500, [numberColumn("rooms", 1, 9, { missing: 12 }), numberColumn("price", -2, 2)]),
    bad: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [⟦rooms⟧], target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [rooms], target = price, missing = median, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), features = [rooms], target = price, split = [0.8, 0.2], missing = mean }
train { loss = mse, epochs = 40 }
`,
  },
});

function missingIn(terms: readonly PlannedTerm[]) {
  return terms.flatMap(({ field, span }) => (field.missing ? [{ field, span, missing: field.missing }] : []));
}
