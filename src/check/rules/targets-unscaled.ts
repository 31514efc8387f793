/** Amounts far from 0 as targets of a regression. */
import type { Fix } from "../../base/diagnostic.ts";
import { spanText } from "../../base/source.ts";
import type { CheckContext } from "../check-context.ts";
import { short, type TargetValues, targetTerms, targetValues } from "../data-values.ts";
import { replace } from "../edits.ts";
import { exampleTable, numberColumn } from "../example-data.ts";
import { asksAmount, type OutputPlace } from "../output-place.ts";
import { defineRule, type ReportFinding } from "../rule.ts";

/** With Adam's usual rate a bias needs 100,000 steps to get here; gradients of the squared error are 100 times as large. */
const farFromZero = 100;

export const targetsUnscaled = defineRule({
  name: "targets-unscaled",
  severity: "warning",
  summary: "The targets of a regression are far from 0.",
  explain: {
    symptom:
      "The loss has six or more digits and falls in a straight line for thousands of steps, or becomes NaN in the first ones.",
    cause:
      "A network starts by predicting about 0. To predict a price of 300,000 its weights have to grow that far: with Adam by about the learning rate in each step. With plain gradient descent the error, and with it each step, is as large as the targets, and training diverges.",
    formula: "d(y - t)^2 / dy = 2 * (y - t)",
    remedy:
      "target = zscore(price): predictions are turned back into prices by themselves. Or the logarithm, where amounts span several powers of ten.",
    whenToIgnore: "When the last bias starts at the mean and the spread is small.",
    source: ["TheDeepChecker (Ben Braiek and Khomh, 2023)"],
  },
  proof: {
    measure: "val_mae",
    bad: 81.9,
    fixed: 0.715,
    note: "the second in deviations of 20 points: 14.6 points",
  },
  visit: {
    output(output, report, context) {
      const { loss, end, activation } = output;
      const values = targetValues(context, output);
      if (!asksAmount(loss) || !values || end.kind === "unknown") return;
      // Exponents reach far amounts with small weights, and losses for positive targets alone look at ratios.
      if (activation?.facts.explodes || !loss.facts.targets.includes("real")) return;
      const largest = Math.max(Math.abs(values.low), Math.abs(values.high));
      if (largest <= farFromZero) {
        if (loss.facts.guess === "variance") reportUneven(output, largest, report, context);
        return;
      }
      report(values.span ?? output.ir.span, {
        message: `the targets go up to ${short(largest)}, and the network starts at 0`,
        why: `${values.name} from ${short(values.low)} to ${short(values.high)}`,
        fix: standardised(values),
        help: "target = zscore(…)",
        evidence: { low: values.low, high: values.high, bound: farFromZero },
      });
    },
  },
  examples: {
    header: exampleTable(500, [numberColumn("rooms", 1, 9), numberColumn("price", 30_000, 900_000)]),
    bad: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = ⟦price⟧, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = scale(price, 1e-5), split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = zscore(price), split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
  },
});

/** A deviation so small that the noise of the initial weights is twenty times as large. */
const nearZero = 0.05;
/** So many deviations from the mean that squares of a few rows outweigh those of all others. */
const farOut = 8;

function reportUneven(
  output: OutputPlace,
  largest: number,
  report: ReportFinding,
  context: CheckContext,
): void {
  const [term, ...more] = targetTerms(context, output.ir.name);
  if (!term?.field.statistics || more.length > 0) return;
  const { minimum, maximum, mean, deviation } = term.field.statistics;
  const out = Math.max(maximum - mean, mean - minimum) / deviation;
  if (deviation > 0 && out > farOut) {
    report(term.span, {
      severity: "hint",
      message: `one target lies ${short(out)} deviations from the mean`,
      why: `${term.field.name} from ${short(minimum)} to ${short(maximum)}: squared, few rows outweigh all others`,
      help: "loss = mae or huber, or a logarithm of the column, made beforehand",
      evidence: { column: term.field.name, deviations: out, bound: farOut },
    });
  } else if (!term.transform && largest < 1 && deviation > 0 && deviation < nearZero) {
    report(term.span, {
      severity: "hint",
      message: `the targets differ by ${short(deviation)} on average`,
      why: "a network begins with predictions of about 1, and its noise hides so small differences",
      help: "target = zscore(…)",
      evidence: { column: term.field.name, deviation, bound: nearZero },
    });
  }
}

function standardised({ name, span }: TargetValues): Fix | undefined {
  if (!span || !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(spanText(span)) || spanText(span) !== name) return undefined;
  const text = `zscore(${name})`;
  return { title: text, edits: [replace(span, text)], safe: false };
}
