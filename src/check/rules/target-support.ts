/** Targets that the output's distribution holds impossible. */
import { type Support, supportOf } from "../../library/distribution.ts";
import type { CheckContext } from "../check-context.ts";
import { short, targetTerms, targetValues } from "../data-values.ts";
import { exampleTable, numberColumn } from "../example-data.ts";
import type { OutputPlace } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const targetSupport = defineRule({
  name: "target-support",
  severity: "error",
  summary: "The data holds targets that the output's distribution cannot give.",
  explain: {
    symptom: "The loss becomes infinite or NaN at the first row of that kind, or never falls.",
    cause:
      "A distribution has a support: Poisson and NegativeBinomial give 0, 1, 2 …, Gamma, LogNormal and Exponential numbers above 0, Beta numbers between 0 and 1, Bernoulli 0 or 1. Of anything else the probability is 0, and its logarithm minus infinity. A target that is normalised with zscore is below 0 for half of the rows.",
    formula: "loss = -log p(y);  p(y) = 0 outside the support",
    remedy:
      "Take a distribution for such numbers: Normal or StudentT for any, Categorical for several classes. Or leave the target as it is, without zscore.",
    whenToIgnore: "When those rows are left out before training.",
    source: ["McCullagh and Nelder: Generalized linear models (1989)"],
  },
  visit: {
    output(output, report, context) {
      const distribution = output.loss?.term.distribution;
      if (distribution === undefined) return;
      const { name } = distribution.word;
      const problem = contradiction(supportOf(distribution), output, context);
      if (problem === undefined) return;
      report(output.ir.span, {
        message: `${name} gives ${supports[supportOf(distribution)]}, and ${problem}`,
        why: "their probability is 0, so the loss is infinite",
        help: remedy(supportOf(distribution)),
        evidence: { distribution: name, problem },
      });
    },
  },
  examples: {
    header: exampleTable(500, [numberColumn("age", 1, 90), numberColumn("change", -5, 12)]),
    bad: `input age: f32[1]
⟦output visits ~ Poisson(log_rate = age -> Dense(1))⟧
data { source = csv("table.csv"), features = zscore(age), target = change, split = [0.8, 0.2] }
`,
    good: `input age: f32[1]
output visits ~ Normal(age -> Dense(1), learned)
data { source = csv("table.csv"), features = zscore(age), target = change, split = [0.8, 0.2] }
`,
    fixed: `input age: f32[1]
output visits ~ StudentT(4, age -> Dense(1), learned)
data { source = csv("table.csv"), features = zscore(age), target = change, split = [0.8, 0.2] }
`,
  },
});

const supports: Readonly<Record<Support, string>> = {
  real: "any number",
  positive: "numbers above 0",
  unit: "numbers between 0 and 1",
  count: "0, 1, 2 …",
  binary: "0 or 1",
  class: "one of several classes",
};

function remedy(support: Support): string {
  if (support === "binary") return "Categorical for several classes, Normal for amounts";
  return support === "class"
    ? "Normal for amounts"
    : "Normal or StudentT for any number; no zscore on the target";
}

function contradiction(support: Support, output: OutputPlace, context: CheckContext): string | undefined {
  const { target } = output.ir;
  if (
    support === "binary" &&
    target?.kind === "class" &&
    typeof target.classes === "number" &&
    target.classes > 2
  ) {
    return `the target has ${target.classes} classes`;
  }
  const values = targetValues(context, output);
  if (values === undefined || target?.kind === "class") return undefined;
  const { low, high, name } = values;
  const spread = `${name} goes from ${short(low)} to ${short(high)}`;
  switch (support) {
    case "positive":
      return low <= 0 ? spread : undefined;
    case "unit":
      return low <= 0 || high >= 1 ? spread : undefined;
    case "binary":
      return low < 0 || high > 1 ? spread : undefined;
    case "count":
      if (low < 0) return spread;
      return hasFractions(context, output.ir.name) ? `${name} has fractions` : undefined;
    default:
      return undefined;
  }
}

function hasFractions(context: CheckContext, output: string): boolean {
  return targetTerms(context, output).some(
    ({ field, transform }) =>
      transform !== undefined || (field.kind === "column" && field.type === "number" && !field.integer),
  );
}
