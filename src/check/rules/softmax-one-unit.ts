/** Softmax over one unit. */
import type { Edit, Fix } from "../../base/diagnostic.ts";
import { layerFix, replace, setActivation } from "../edits.ts";
import type { ActivationUse } from "../model-graph.ts";
import { lossNote, type OutputPlace } from "../output-place.ts";
import { defineRule } from "../rule.ts";
import { classUnits, setUnits } from "../units.ts";

export const softmaxOneUnit = defineRule({
  name: "softmax-one-unit",
  severity: "error",
  summary: "Softmax over one unit is always 1.",
  overrides: [
    "margin-output",
    "softmax-binary-loss",
    "categorical-one-unit",
    "mse-for-classification",
    "bounded-regression-output",
    "label-encoding",
    "output-vs-targets",
    "loss-vs-task",
  ],
  explain: {
    symptom:
      "Every prediction is exactly 1. The loss stands still from the first step on, accuracy equals the share of the positive class, and no learning rate changes anything.",
    cause:
      "Softmax turns the numbers of one layer into shares that add up to 1. One unit has nobody to share with, so its share is 1 whatever the network computes. Its derivative is 0, so no gradient reaches any weight.",
    formula: "softmax(z)_1 = exp(z_1) / exp(z_1) = 1\nd softmax(z)_1 / d z_1 = 1 * (1 - 1) = 0",
    remedy:
      "For a yes-or-no question use one unit with sigmoid and binary_crossentropy. For one class out of n use n units with softmax and categorical_crossentropy (or its sparse form for class numbers). For a quantity leave the output linear and use mse. Which loss belongs to which output: sigmoid with binary_crossentropy, softmax with categorical_crossentropy, linear with mse or mae.",
    whenToIgnore:
      "Never on an output. Softmax over a single key inside attention is legal and is not reported.",
    source: [
      "Keras issue 18909: softmax with one unit should warn",
      "NeuraLint rule on the last layer's activation (Nikanjam et al., 2021)",
      "Deeplearning4j OutputLayerUtil",
    ],
  },
  proof: { measure: "val_accuracy", bad: 0.305, fixed: 0.74 },
  visit: {
    output(output, report) {
      const { activation: use, loss } = output;
      if (use?.facts.output !== "distribution" || use.layer.type.shape.at(-1) !== 1) return;
      report(use.span, {
        message: "softmax over one unit is always 1",
        why: "every prediction will be 1.0, whatever the input",
        related: loss ? lossNote(loss, lossSays(loss.facts.reads)) : [],
        fix: proposal(output, use),
        help: "for several classes, one unit per class with softmax",
        evidence: { units: 1, output: output.ir.name },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target churn: binary
x -> Dense(64, relu) -> Dropout(0.2) -> Dense(1, ⟦softmax⟧)
train { loss = binary_crossentropy }
`,
    good: `input x: f32[8]
target churn: class(2)
x -> Dense(64, relu) -> Dense(2, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input x: f32[8]
target churn: binary
x -> Dense(64, relu) -> Dropout(0.2) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

function lossSays(reads: "probability" | "distribution" | "number"): string {
  if (reads === "probability") return "this loss reads the output as the probability of the positive class";
  if (reads === "distribution") return "this loss expects one probability per class";
  return "this loss reads the output as a number";
}

/** Classes ask for a unit each, amounts for a linear unit, and what is left is a question of yes or no. */
function proposal(output: OutputPlace, use: ActivationUse): Fix | undefined {
  const { loss, ir } = output;
  const classes = classUnits(ir.target);
  if (classes !== undefined && classes > 1 && loss?.facts.reads === "distribution") {
    const units = setUnits(use.layer, classes);
    return units ? layerFix(use.layer, [units], true) : undefined;
  }
  if (loss?.facts.reads === "number") return layerFix(use.layer, [setActivation(use, "linear")], false);
  const edits: Edit[] = [setActivation(use, "sigmoid")];
  const span = loss?.term.loss.span;
  if (loss?.facts.reads !== "distribution" || !span) return layerFix(use.layer, edits, true);
  edits.push(replace(span, "binary_crossentropy"));
  return layerFix(use.layer, edits, ir.target?.kind === "binary", ", loss = binary_crossentropy");
}
