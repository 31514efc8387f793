/** A margin loss on an output that has one sign only. */
import { setActivation } from "../edits.ts";
import { lossNote } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const marginOutput = defineRule({
  name: "margin-output",
  severity: "warning",
  summary: "A margin loss reads the sign of the output, and this output is never negative.",
  explain: {
    symptom:
      "The loss stops at about the share of negative rows and cannot go below: accuracy at the usual threshold of 0 is that of always saying yes.",
    cause:
      "The hinge losses ask for an output above 1 for one class and below -1 for the other. Sigmoid, softmax and relu give no number below 0, so the second class can never be right: its loss is at least 1 for every row.",
    formula: "hinge = max(0, 1 - y p) with y = -1: 1 + p >= 1 for p >= 0",
    remedy: "No activation on the last layer, or tanh; or keep the sigmoid and take binary_crossentropy.",
    whenToIgnore: "Never.",
    source: [
      "Vapnik: The nature of statistical learning theory (1995)",
      "Keras: hinge losses expect -1 and 1",
    ],
  },
  proof: { measure: "val_loss", bad: 0.994, fixed: 0.556 },
  visit: {
    output({ activation, loss }, report) {
      if (!activation || !loss) return;
      const { reads, task, targets } = loss.facts;
      if (reads !== "number" || task !== "classification" || !targets.includes("binary")) return;
      if (activation.facts.range[0] < 0) return;
      const name = activation.activation.word.name;
      report(activation.span, {
        message: `${name} with ${loss.name}: one of the two classes can never be right`,
        why: `gives no number below ${activation.facts.range[0]}`,
        related: lossNote(loss, "asks for numbers below -1 as well"),
        fix: { title: "linear", edits: [setActivation(activation, "linear")], safe: false },
        help: "no activation, or tanh; or binary_crossentropy with sigmoid",
        evidence: { activation: name, loss: loss.name, low: activation.facts.range[0] },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> Dense(12, relu) -> Dense(1, ⟦sigmoid⟧)
train { loss = hinge }
`,
    good: `input x: f32[8]
target sick: binary
x -> Dense(12, relu) -> Dense(1, tanh)
train { loss = hinge }
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(12, relu) -> Dense(1, linear)
train { loss = hinge }
`,
  },
});
