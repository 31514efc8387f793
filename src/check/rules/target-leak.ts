/** Features that are the target under another name. */
import type { PlannedTerm } from "../../data/planned.ts";
import { exampleTable, nameColumn, numberColumn } from "../example-data.ts";
import { defineRule } from "../rule.ts";
import { likeness } from "../same-column.ts";

export const targetLeak = defineRule({
  name: "target-leak",
  severity: "warning",
  summary: "A feature says the same as the target.",
  explain: {
    symptom:
      "Nearly everything is right from the first epochs on, in validation too; on rows whose answer is not known yet the network is useless.",
    cause:
      "The network is given what it is asked for: the target itself, a code of it, its amount in another currency, or something that is written down only once the answer is known (a date of cancelling, a diagnosis). It learns to copy that column and nothing else.",
    remedy:
      "Name the features in a list, without this column. Ask of each: is it known when a prediction is wanted?",
    whenToIgnore:
      "Where the column really is known beforehand, and the question is whether a network can copy.",
    source: [
      "Kaufman et al.: Leakage in data mining (2012)",
      "Kapoor and Narayanan: Leakage and the reproducibility crisis in machine-learning-based science (2023)",
    ],
  },
  visit: {
    data(_, report, { plan, header }) {
      if (!plan || !header) return;
      for (const { terms: targets } of plan.outputs) {
        const [target, ...more] = targets;
        if (!target || more.length > 0 || target.field.kind === "array" || isText(target)) continue;
        const features = plan.inputs.flatMap(({ terms }) => terms);
        for (const feature of features) {
          if (isText(feature)) continue;
          const same = feature.field.name === target.field.name;
          const like = same ? undefined : likeness(feature.field, target.field, header.rows);
          // Of one amount to another a straight line is what is to be learned: degrees from degrees.
          if (!same && (!like || (like.by === "line" && features.length === 1))) continue;
          // One output of several may well give an input back.
          const senseless = same && plan.outputs.length === 1;
          report(feature.span, {
            ...(senseless ? { severity: "error" as const } : {}),
            message: same
              ? `${feature.field.name} is the target, and a feature too`
              : `${feature.field.name} says the same as the target ${target.field.name}`,
            why: same
              ? "the answer is given with the question"
              : like?.by === "line"
                ? "the one is a multiple of the other, and perhaps a constant more"
                : "whoever knows the one of a row knows the other",
            related: [{ span: target.span, text: "this is to be predicted" }],
            help: "leave it out of the features",
            evidence: { feature: feature.field.name, target: target.field.name, same },
          });
        }
      }
    },
  },
  examples: {
    header: exampleTable(500, [
      numberColumn("rooms", 0, 5),
      { ...nameColumn("churn", { no: 300, yes: 200 }), pattern: 7 },
      numberColumn("cancelled", 0, 1, {
        integer: true,
        categories: ["0", "1"],
        counts: [300, 200],
        pattern: 7,
      }),
    ]),
    bad: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), features = [rooms, ⟦cancelled⟧], target = churn, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), features = [rooms], target = cancelled, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), features = [rooms], target = churn, split = [0.8, 0.2] }
train { loss = binary_crossentropy, epochs = 40 }
`,
  },
});

/** Words of a text may come one place later, which is what is to be predicted: that is a rule of its own. */
function isText({ transform }: PlannedTerm): boolean {
  return transform?.word.takes === "text";
}
