/** ReLU on the output of a regression. */

import type { TargetKindName } from "../../base/target-kind.ts";
import { targetValues } from "../data-values.ts";
import { layerFix, setActivation } from "../edits.ts";
import { asksAmount, lossNote } from "../output-place.ts";
import { reconstructs } from "../reconstructs.ts";
import { defineRule } from "../rule.ts";

export const reluOutput = defineRule({
  name: "relu-output",
  severity: "warning",
  summary: "ReLU on the last layer cannot go below 0, and stops learning where it is 0.",
  explain: {
    symptom:
      "Predictions are never negative; sometimes all of them are exactly 0 and the loss does not move at all.",
    cause:
      "relu gives max(z, 0). Below 0 both its value and its slope are 0. If the last layer starts with a sum below 0 for all rows (a matter of luck with one unit: about one start in two), no gradient reaches any weight and the network predicts 0 for ever. In hidden layers other units take over; the output has nobody else.",
    formula: "y = max(z, 0);  dL/dz = 0 where z < 0",
    remedy:
      "Leave the output linear. Where the target is always positive, softplus does what relu was to do and has a slope everywhere; or predict the logarithm.",
    whenToIgnore:
      "When the targets are never negative and training works: then it is only a hint, given for targets declared as positive or count.",
    source: ["AUTOTRAINER (Zhang et al., 2021)", "Lu et al.: Dying ReLU and initialization (2020)"],
  },
  proof: { measure: "val_loss", bad: 0.939, fixed: 0.814 },
  visit: {
    output(output, report, context) {
      const { activation: use, loss } = output;
      if (!use?.facts.dies || use.facts.range[0] < 0 || !loss) return;
      const logits = loss.facts.fromLogits;
      if (!logits && !asksAmount(loss)) return;
      const { target } = output.ir;
      const values = targetValues(context, output);
      const never = !logits && (neverNegative(target?.kind, loss.facts.targets) || (values?.low ?? -1) >= 0);
      const name = use.activation.word.name;
      const better = never ? "softplus" : "linear";
      report(use.span, {
        severity: never || (!logits && reconstructs(context, output)) ? "hint" : "warning",
        message: `${name} on the output: no prediction is below 0, and a unit at 0 learns nothing`,
        why: "value and slope are 0 for every sum below 0",
        related: lossNote(
          loss,
          logits ? "logits below 0 are those of a no" : "this loss takes the output as the number itself",
        ),
        fix: layerFix(use.layer, [setActivation(use, better)], false),
        help: logits ? "no activation: these are logits" : "softplus where the targets are above 0",
        evidence: { activation: name, target: target?.kind ?? "unknown", neverNegative: never },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target change: real
x -> Dense(16, relu) -> Dense(1, ⟦relu⟧)
train { loss = mse }
`,
    good: `input x: f32[8]
target price: positive
x -> Dense(16, relu) -> Dense(1, softplus)
train { loss = mse }
`,
    fixed: `input x: f32[8]
target change: real
x -> Dense(16, relu) -> Dense(1, linear)
train { loss = mse }
`,
  },
});

/** By the target's kind, or because the loss is made for such targets only. */
function neverNegative(kind: TargetKindName | undefined, targets: readonly TargetKindName[]): boolean {
  return kind === "positive" || kind === "count" || !targets.includes("real");
}
