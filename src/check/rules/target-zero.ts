/** A loss in percent of the target, and targets of 0. */
import type { CheckContext } from "../check-context.ts";
import { short, targetTerms, targetValues } from "../data-values.ts";
import { exampleTable, numberColumn } from "../example-data.ts";
import { exchangeLoss } from "../exchange-loss.ts";
import type { OutputPlace } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const targetZero = defineRule({
  name: "target-zero",
  severity: "warning",
  summary: "The loss divides by the target, and the target is 0 in some rows or changes its sign.",
  explain: {
    symptom: "The loss is in the millions or jumps by powers of ten from batch to batch, and never settles.",
    cause:
      "An error in percent is the error divided by the target. Where the target is 0, Keras and nnet divide by 1e-7 instead: an error of 0.1 becomes 100 million percent, and the few rows of that kind decide every update. Targets on both sides of 0 come near to it, and a target that is normalised with zscore does so for most rows.",
    formula: "mape = 100 * |y - p| / max(|y|, 1e-7)",
    remedy:
      "mae or mse for amounts that may be 0; mean_squared_logarithmic_error for amounts from 0 on whose ratios matter. Or leave out the rows whose target is 0, and the target as it is, without zscore or minmax.",
    whenToIgnore: "When no target is nearer to 0 than the errors that you care for.",
    source: ["Hyndman and Koehler: Another look at measures of forecast accuracy (2006)"],
  },
  visit: {
    output(output, report, context) {
      const { loss, ir } = output;
      if (!loss?.facts.dividesByTarget || loss.term.inferred) return;
      const values = targetValues(context, output);
      if (!values || values.low > 0 || values.high < 0) return;
      const { low, high, name } = values;
      const certain = holdsZero(output, context);
      // The ends of a declared range are rarely reached.
      if (!certain && (low === 0 || high === 0)) return;
      const edit = exchangeLoss(loss, "mae");
      report(loss.term.loss.span ?? ir.span, {
        severity: certain ? "error" : "warning",
        message: certain
          ? `${loss.name} divides by the target, and ${name} is 0 in some rows`
          : `${loss.name} divides by the target, and ${name} goes from ${short(low)} to ${short(high)}`,
        why: certain
          ? "such a row counts ten million times as much as one whose target is 1"
          : "the nearer to 0 a target is, the more its row counts",
        related: values.span
          ? [{ span: values.span, text: "these are the targets, as they enter the loss" }]
          : [],
        fix: edit && { title: "loss = mae", edits: [edit], safe: false },
        help: "mae, or mean_squared_logarithmic_error for amounts from 0 on",
        evidence: { loss: loss.name, lowest: low, highest: high },
      });
    },
  },
  examples: {
    header: exampleTable(500, [numberColumn("rooms", 0, 5), numberColumn("sold", 0, 90)]),
    bad: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = sold, split = [0.8, 0.2] }
train { loss = ⟦mape⟧, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = sold, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = sold, split = [0.8, 0.2] }
train { loss = mae, epochs = 40 }
`,
  },
});

/** A 0 that was seen in the data: at an end of its values, or among those that are counted. */
function holdsZero(output: OutputPlace, context: CheckContext): boolean {
  const values = targetValues(context, output);
  const terms = targetTerms(context, output.ir.name);
  if (!values || terms.length === 0) return false;
  const counted = terms.some(({ field, transform }) => !transform && field.categories?.includes("0"));
  return counted || values.low === 0 || values.high === 0;
}
