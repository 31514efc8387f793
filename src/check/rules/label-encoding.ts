/** One-hot labels under a loss for class numbers, or the other way round. */

import type { TargetKind } from "../../base/target-kind.ts";
import { exchangeLoss, keepsMeaning } from "../exchange-loss.ts";
import { type LossPlace, lossNote, targetNote } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const labelEncoding = defineRule({
  name: "label-encoding",
  severity: "error",
  summary: "The labels are written one way, and the loss reads them another way.",
  overrides: ["output-vs-targets"],
  explain: {
    symptom:
      "Training stops with shapes that do not fit, or runs on with a loss that means nothing and an accuracy near chance.",
    cause:
      "The same class can be written as a number (2) or as a row with a single 1 ([0, 0, 1]). sparse_categorical_crossentropy picks the probability at the number; categorical_crossentropy multiplies with the row. Nothing is re-encoded behind your back: a number taken for a row, or a row taken for numbers, is another label.",
    formula: "sparse: L = -log p[t];  one-hot: L = -sum over k of t_k * log p_k",
    remedy:
      "Class numbers or names: sparse_categorical_crossentropy. One-hot rows, or probabilities as targets: categorical_crossentropy. The network stays as it is.",
    whenToIgnore: "Never.",
    source: [
      "Shape faults in deep learning programs (Wu et al., 2021)",
      "Keras documentation of SparseCategoricalCrossentropy",
    ],
  },
  visit: {
    output(output, report) {
      const { loss } = output;
      const { target } = output.ir;
      const right = loss && target && rightForm(loss, target);
      if (!right) return;
      const span = loss.term.loss.span;
      const edit = exchangeLoss(loss, right.name);
      report(span ?? output.ir.targetSpan ?? output.ir.span, {
        message: `${loss.name} ${right.reads}, and the target is ${right.given}`,
        why: `reads each label as ${right.as}`,
        related: [...targetNote(output, `the target is ${right.given}`), ...(span ? [] : lossNote(loss, ""))],
        fix: edit ? { title: `loss = ${right.name}`, edits: [edit], safe: keepsMeaning(loss) } : undefined,
        help: `${right.name} reads this target`,
        evidence: { loss: loss.name, target: target.kind },
      });
    },
  },
  examples: {
    bad: `input x: f32[4]
target species: class(3)
x -> Dense(16, relu) -> Dense(3, softmax)
train { loss = ⟦categorical_crossentropy⟧ }
`,
    good: `input x: f32[4]
target species: onehot(3)
x -> Dense(16, relu) -> Dense(3, softmax)
train { loss = categorical_crossentropy }
`,
    fixed: `input x: f32[4]
target species: class(3)
x -> Dense(16, relu) -> Dense(3, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

interface Form {
  readonly name: string;
  readonly reads: string;
  readonly as: string;
  readonly given: string;
}

/** The loss that the labels ask for, where this one takes the other form. A loss that takes both forms is right. */
function rightForm({ facts }: LossPlace, { kind }: TargetKind): Form | undefined {
  if (facts.reads !== "distribution") return undefined;
  const sparse = facts.targets.includes("class");
  const dense = facts.targets.includes("onehot");
  if (sparse === dense) return undefined;
  if (sparse && (kind === "onehot" || kind === "distribution")) {
    return {
      name: "categorical_crossentropy",
      reads: "takes class numbers",
      as: "the number of a class",
      given: kind === "onehot" ? "a one-hot row" : "a row of probabilities",
    };
  }
  if (dense && (kind === "class" || kind === "binary")) {
    return {
      name: "sparse_categorical_crossentropy",
      reads: "takes one-hot rows",
      as: "a row with one number per class",
      given: "the number of a class",
    };
  }
  return undefined;
}
