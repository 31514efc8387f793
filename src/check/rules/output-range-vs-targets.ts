/** Targets that the output cannot reach. */

import { equalShapes } from "../../base/dim.ts";
import type { CheckContext } from "../check-context.ts";
import { short, type TargetValues, targetValues } from "../data-values.ts";
import { layerFix, setActivation } from "../edits.ts";
import { exampleTable, numberColumn } from "../example-data.ts";
import { asksAmount, lossNote, type OutputPlace } from "../output-place.ts";
import { defineRule } from "../rule.ts";

/** Share of the targets' span that may stick out: a rounded bound is no mistake. */
const slack = 0.001;

export const outputRangeVsTargets = defineRule({
  name: "output-range-vs-targets",
  severity: "error",
  summary: "The last activation cannot give some of the values that the targets have.",
  overrides: ["bounded-regression-output", "relu-output", "mse-for-classification", "loss-vs-task"],
  explain: {
    symptom:
      "The loss falls to a level and stays there. Predictions stick to the end of the activation's range: all 1 with sigmoid, all 0 with relu.",
    cause:
      "An activation has a range: sigmoid gives numbers from 0 to 1, tanh from -1 to 1, relu none below 0. A target outside it has an error that no weight can remove, and the gradient pushes the unit to the flat end of the curve, where it stops learning for the other rows too.",
    formula: "sigmoid: 0 < y < 1;  tanh: -1 < y < 1;  relu: y >= 0",
    remedy:
      "Leave the output linear: that is right for every regression. Or bring the targets into the range of the activation, target = minmax(price) for sigmoid.",
    whenToIgnore: "Never with these data; a clipped output is better written outside the network.",
    source: [
      "DeepDiagnosis (Wardat et al., 2022)",
      "Goodfellow, Bengio, Courville: Deep Learning, section 6.2.2",
    ],
  },
  proof: { measure: "val_loss", bad: 1.01, fixed: 0.814 },
  visit: {
    output(output, report, context) {
      const { activation: use, loss } = output;
      const values: AskedValues | undefined = targetValues(context, output) ?? copiedValues(context, output);
      if (!use || !asksAmount(loss) || !values) return;
      const [low, high] = use.facts.range;
      const room = slack * (values.high - values.low);
      if (values.low >= low - room && values.high <= high + room) return;
      const name = use.activation.word.name;
      report(use.span, {
        // That the input is the target is likely, not certain.
        severity: values.copied ? "warning" : "error",
        message: `${name} cannot give what ${values.name} asks: ${short(values.low)} to ${short(values.high)}`,
        why: `gives ${rangeText(low, high)}`,
        related: [
          ...(values.span
            ? [{ span: values.span, text: "these are the targets, as they enter the loss" }]
            : []),
          ...lossNote(loss, "this loss takes the output as the number itself"),
        ],
        fix: layerFix(use.layer, [setActivation(use, "linear")], false),
        help: "or bring the targets into the range",
        evidence: { activation: name, low, high, lowest: values.low, highest: values.high },
      });
    },
  },
  examples: {
    header: exampleTable(500, [numberColumn("rooms", 0, 5), numberColumn("price", -3, 12)]),
    bad: `Dense(16, relu) -> Dense(1, ⟦sigmoid⟧)
data { source = csv("table.csv"), target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    good: `Dense(16, relu) -> Dense(1, sigmoid)
data { source = csv("table.csv"), target = minmax(price), split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
    fixed: `Dense(16, relu) -> Dense(1, linear)
data { source = csv("table.csv"), target = price, split = [0.8, 0.2] }
train { loss = mse, epochs = 40 }
`,
  },
});

function rangeText(low: number, high: number): string {
  if (!Number.isFinite(high)) return `no number below ${low}`;
  return Number.isFinite(low) ? `numbers from ${low} to ${high}` : `no number above ${high}`;
}

interface AskedValues extends TargetValues {
  readonly copied?: true;
}

/** Nobody says what the target is, and the output has the input's shape: what enters with both signs is to come out so. */
function copiedValues({ model }: CheckContext, { ir }: OutputPlace): AskedValues | undefined {
  if (ir.target || model.data || ir.type.shape.length === 0) return undefined;
  const [input, ...more] = model.inputs;
  const [low, high] = input?.range ?? [0, 0];
  if (!input || more.length > 0 || low >= 0 || !equalShapes(input.type.shape, ir.type.shape))
    return undefined;
  return { low, high, name: `a copy of ${input.name}`, span: input.span, copied: true };
}
