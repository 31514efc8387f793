/** A squashing activation on the output of a regression. */
import type { Severity } from "../../base/diagnostic.ts";
import { targetValues } from "../data-values.ts";
import { layerFix, setActivation } from "../edits.ts";
import { isClassification } from "../is-classification.ts";
import { asksAmount, lossNote, type OutputPlace, targetNote } from "../output-place.ts";
import { reconstructs } from "../reconstructs.ts";
import { defineRule } from "../rule.ts";

export const boundedRegressionOutput = defineRule({
  name: "bounded-regression-output",
  severity: "warning",
  summary: "The output of a regression is squeezed into a fixed range.",
  explain: {
    symptom:
      "Predictions never leave 0 to 1 (or -1 to 1), however large the targets are; the loss stays high from the first epoch on.",
    cause:
      "A regression predicts an amount, and its output layer must be able to give every amount. Sigmoid, softmax and tanh squeeze any number into a fixed range and are flat at its ends, so amounts outside cannot be predicted and those near the ends are learned slowly. Softmax even makes the units of one row add up to 1.",
    formula: "sigmoid(z) in (0, 1);  d sigmoid / dz = y * (1 - y), at most 1/4 and nearly 0 at both ends",
    remedy:
      "Leave the activation of the last layer out: linear is right for a regression. For amounts above 0 use softplus. Which output belongs to which loss: linear with mse or mae, sigmoid with binary_crossentropy, softmax with categorical_crossentropy.",
    whenToIgnore:
      "When the target itself lies in that range (a share, a brightness): say so in its declaration, `target share: real in range(0, 1)`, and the rule is silent.",
    source: [
      "NeuraLint rule on the last layer (Nikanjam et al., 2021)",
      "DeepDiagnosis (Wardat et al., 2022)",
    ],
  },
  visit: {
    output(output, report, context) {
      const { activation: use, loss } = output;
      const { target } = output.ir;
      if (!use || !asksAmount(loss) || !target) return;
      if (isClassification(target) || target.kind === "distribution") return;
      const [low, high] = use.facts.range;
      if (!Number.isFinite(low) || !Number.isFinite(high) || use.facts.dies) return;
      if (targetValues(context, output) || reconstructs(context, output)) return;
      const name = use.activation.word.name;
      report(use.span, {
        severity: severityOf(output, use.facts.output !== undefined),
        message: `${name} on the output of a regression: no prediction leaves ${low} to ${high}`,
        why: `squeezes every amount into ${low} to ${high}`,
        related: [
          ...targetNote(output, "nothing says that the target lies there"),
          ...lossNote(loss, "this loss takes the output as the amount itself"),
        ],
        fix: layerFix(use.layer, [setActivation(use, "linear")], false),
        help: `if the target lies there, declare it: real in range(${low}, ${high})`,
        evidence: { activation: name, low, high, target: target.kind },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target price: real
x -> Dense(16, relu) -> Dense(1, ⟦sigmoid⟧)
train { loss = mse }
`,
    good: `input x: f32[8]
target share: real in range(0, 1)
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = mse }
`,
    fixed: `input x: f32[8]
target price: real
x -> Dense(16, relu) -> Dense(1, linear)
train { loss = mse }
`,
  },
});

/** tanh is a usual choice for angles and actions, whose range nobody declares; amounts above 0 have no upper end. */
function severityOf({ ir }: OutputPlace, probability: boolean): Severity {
  if (probability || ir.target?.kind === "positive" || ir.target?.kind === "count") return "warning";
  return "hint";
}
