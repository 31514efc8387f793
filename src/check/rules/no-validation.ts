/** Training without rows to judge it by. */
import { defineRule } from "../rule.ts";
import { addEntry, sectionKeyword } from "../section-edits.ts";

export const noValidation = defineRule({
  name: "no-validation",
  severity: "hint",
  summary: "No rows are kept aside, so nobody sees whether the network learns by heart.",
  explain: {
    symptom: "Training loss falls and falls, and on new rows the network is far worse.",
    cause:
      "The training loss says how well the network knows the rows that it has seen. A network with enough weights can know them by heart. Only rows that it has not seen show what it has learned; the epoch in which their loss turns is the one to stop at.",
    remedy: "split = [0.8, 0.2] in the data section, or a validation source of its own.",
    whenToIgnore: "For demonstrations, or where a test source is looked at after every training.",
    source: ["Humbatova et al.: Taxonomy of real faults in deep learning systems (2020)"],
  },
  visit: {
    data(data, report, { file }) {
      if (data.validation || (data.split?.validation ?? 0) > 0) return;
      const span = sectionKeyword(file, "data") ?? data.span;
      report(span, {
        message: "no rows are kept aside for validation",
        why: "every row is trained on",
        fix: data.split ? undefined : addEntry(file, "data", "split", "[0.8, 0.2]"),
        help: "split = [0.8, 0.2]",
        evidence: { validation: 0 },
      });
    },
  },
  examples: {
    bad: `Dense(4, relu) -> Dense(1)
⟦data⟧ {
  source    = csv("table.csv")
  target    = y
  normalize = zscore  # means and deviations
}
train { loss = mse }
`,
    good: `Dense(4, relu) -> Dense(1)
data { source = csv("table.csv"), validation = csv("later.csv"), target = y }
train { loss = mse }
`,
    fixed: `Dense(4, relu) -> Dense(1)
data {
  source    = csv("table.csv")
  target    = y
  normalize = zscore  # means and deviations
  split = [0.8, 0.2]
}
train { loss = mse }
`,
  },
});
