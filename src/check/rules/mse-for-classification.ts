/** A regression loss on a classifier. */
import type { Fix } from "../../base/diagnostic.ts";
import { isKnown } from "../../base/dim.ts";
import type { Span } from "../../base/source.ts";
import type { CheckContext } from "../check-context.ts";
import { targetTerms } from "../data-values.ts";
import { layerFix, replace, setActivation } from "../edits.ts";
import { isClassification } from "../is-classification.ts";
import type { ActivationUse } from "../model-graph.ts";
import { type LossPlace, lossNote, type OutputPlace, targetNote } from "../output-place.ts";
import { defineRule } from "../rule.ts";
import { classUnits } from "../units.ts";

export const mseForClassification = defineRule({
  name: "mse-for-classification",
  severity: "warning",
  overrides: ["output-vs-targets", "loss-vs-task"],
  summary:
    "A squared or absolute error on a sigmoid or softmax classifier learns slowly and stops on what it gets most wrong.",
  explain: {
    symptom:
      "The loss starts on a plateau and falls slowly; rows that are confidently wrong stay wrong. With cross-entropy the same network learns in a fraction of the epochs.",
    cause:
      "The gradient of the squared error passes through the slope of the sigmoid, y(1 - y). Where the network is sure, y is near 0 or near 1 and the slope is nearly 0, even when the answer is wrong: for target 1 and output 0.01 the gradient is about 0.02, although the error could hardly be larger. Cross-entropy has the logarithm that undoes the exponential: the slope cancels and the gradient is just output minus target, largest where the mistake is. Cross-entropy is also what maximum likelihood asks of a 0/1 target; the squared error is that of a quantity with normal noise.",
    formula:
      "squared error: L = (y - t)^2,  y = sigmoid(z)  =>  dL/dz = 2 * (y - t) * y * (1 - y)\ncross-entropy: L = -(t * log(y) + (1 - t) * log(1 - y))  =>  dL/dz = y - t",
    remedy:
      "sigmoid with binary_crossentropy; softmax with categorical_crossentropy (one-hot targets) or sparse_categorical_crossentropy (class numbers).",
    whenToIgnore:
      "When the target is a quantity between 0 and 1 (a share, a brightness) and not a class: declare it, `target share: real in range(0, 1)`, and the rule is silent. Also when you optimise the Brier score on purpose.",
    source: [
      "Michael Nielsen, Neural Networks and Deep Learning, chapter 3",
      "TheDeepChecker (Ben Braiek and Khomh, 2023)",
      "Golik, Doetsch, Ney: Cross-entropy vs. squared error training (2013)",
    ],
  },
  proof: { measure: "val_accuracy", bad: 0.74, fixed: 0.773 },
  visit: {
    output(output, report, context) {
      const { activation: use, loss } = output;
      if (!use?.facts.output || !loss || loss.facts.task !== "regression" || loss.term.inferred) return;
      if (!classifies(output, use) && !hasTwoValues(output, context)) return;
      const name = use.activation.word.name;
      const { target } = output.ir;
      report(use.span, {
        message: `${loss.name} on a ${name} classifier learns slowly`,
        why: "the gradient carries y(1 - y), nearly 0 where the network is sure, even if wrong",
        related: [
          ...lossNote(loss, "cross-entropy has no such factor: its gradient is output minus target"),
          ...(target ? targetNote(output, "the target names classes, not amounts") : []),
        ],
        fix: proposal(output, use, loss),
        ...(target
          ? {}
          : { help: "if the target is a quantity from 0 to 1, declare it: target y: real in range(0, 1)" }),
        evidence: { activation: name, loss: loss.name, target: target?.kind ?? "unknown" },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> Dense(12, relu) -> Dense(1, ⟦sigmoid⟧)
train { loss = mse }
`,
    good: `input x: f32[8]
target share: real in range(0, 1)
x -> Dense(12, relu) -> Dense(1, sigmoid)
train { loss = mse }
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(12, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

/**
 * The target decides where it is known. Else: softmax names classes; a single sigmoid is nearly always a yes or no. Many
 * sigmoids may be pixels or coordinates between 0 and 1, so there a metric of classification must have said it.
 */
function classifies({ ir, metrics, units }: OutputPlace, use: ActivationUse): boolean {
  if (ir.target) return isClassification(ir.target);
  if (use.facts.output === "distribution") return true;
  const single = units === undefined || (isKnown(units) && units === 1 && ir.type.shape.length === 1);
  return single || metrics.some(({ word, params }) => word.facts(params).task === "classification");
}

/** Asked for amounts by its loss, a column of noughts and ones is read as such; it is a question of yes or no still. */
function hasTwoValues({ ir }: OutputPlace, context: CheckContext): boolean {
  if (ir.targetSpan) return false;
  const [term, ...more] = targetTerms(context, ir.name);
  const { categories } = term?.field ?? {};
  return more.length === 0 && !term?.transform && categories?.join(" ") === "0 1";
}

/** The loss that belongs to the activation; where the target is one class of many, sigmoid has to give way too. */
function proposal({ ir }: OutputPlace, use: ActivationUse, loss: LossPlace): Fix | undefined {
  const span = loss.term.loss.span;
  if (!span) return undefined;
  const sparse = ir.target?.kind === "class" || ir.target?.kind === "binary";
  const categorical = sparse ? "sparse_categorical_crossentropy" : "categorical_crossentropy";
  if (use.facts.output === "distribution") return lossFix(span, categorical);
  const classes = classUnits(ir.target);
  if (classes === undefined || classes === 2) return lossFix(span, "binary_crossentropy");
  const edits = [setActivation(use, "softmax"), replace(span, categorical)];
  return layerFix(use.layer, edits, false, `, loss = ${categorical}`);
}

function lossFix(span: Span, name: string): Fix {
  return { title: `loss = ${name}`, edits: [replace(span, name)], safe: false };
}
