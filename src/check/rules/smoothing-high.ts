/** Labels that are smoothed away. */
import { replace } from "../edits.ts";
import { defineRule } from "../rule.ts";

/** Half of what a label says. 0.1 is usual, 0.2 the most that is found to help. */
const most = 0.5;

export const smoothingHigh = defineRule({
  name: "smoothing-high",
  severity: "warning",
  summary: "Label smoothing takes most of what the labels say.",
  explain: {
    symptom: "The loss hardly falls, and all probabilities stay near each other.",
    cause:
      "Smoothing by s leaves 1 - s of a label and shares s out to all classes alike. With 0.9 the right class is asked for a little more than a tenth.",

    remedy: "label_smoothing = 0.1.",
    whenToIgnore: "Where labels are known to be wrong that often.",
    source: [
      "Szegedy et al.: Rethinking the Inception architecture (2016)",
      "Müller et al.: When does label smoothing help? (2019)",
    ],
  },
  visit: {
    output({ loss }, report) {
      const smoothing = loss?.term.loss.params.label_smoothing;
      const given = loss?.term.loss.given.label_smoothing;
      if (!given || typeof smoothing !== "number" || smoothing < most) return;
      report(given, {
        message: `a smoothing of ${smoothing} leaves ${Number((1 - smoothing).toPrecision(3))} of each label`,
        why: "the rest is the same for all classes",
        fix: { title: "0.1", edits: [replace(given, "0.1")], safe: false },
        help: "label_smoothing = 0.1",
        evidence: { smoothing, bound: most },
      });
    },
  },
  examples: {
    bad: `input x: f32[20]
target y: onehot(5)
x -> Dense(64, relu) -> Dense(5, softmax)
train { loss = CategoricalCrossentropy(label_smoothing = ⟦0.9⟧) }
`,
    good: `input x: f32[20]
target y: onehot(5)
x -> Dense(64, relu) -> Dense(5, softmax)
train { loss = CategoricalCrossentropy(label_smoothing = 0.2) }
`,
    fixed: `input x: f32[20]
target y: onehot(5)
x -> Dense(64, relu) -> Dense(5, softmax)
train { loss = CategoricalCrossentropy(label_smoothing = 0.1) }
`,
  },
});
