/** Categorical cross-entropy on an output of one unit. */
import type { Edit, Fix } from "../../base/diagnostic.ts";
import { spanText } from "../../base/source.ts";
import { layerFix, replace, setActivation, setArgument } from "../edits.ts";
import type { End } from "../model-graph.ts";
import { type LossPlace, lossNote, type OutputPlace, targetNote } from "../output-place.ts";
import { defineRule } from "../rule.ts";
import { classUnits, setUnits } from "../units.ts";

export const categoricalOneUnit = defineRule({
  name: "categorical-one-unit",
  severity: "error",
  summary: "Categorical cross-entropy over one unit is always 0.",
  overrides: [
    "sigmoid-categorical-loss",
    "crossentropy-unbounded-output",
    "label-encoding",
    "output-vs-targets",
  ],
  explain: {
    symptom:
      "The loss is 0 (or nearly) from the first batch on and the weights never move, or training stops at a label that is outside the classes.",
    cause:
      "Categorical cross-entropy compares one probability per class. With a single unit there is a single class: its probability is 1, the logarithm of 1 is 0, and so are loss and gradient. Class number 1 of the sparse form does not even exist.",
    formula: "L = -sum over k of t_k * log(p_k / sum of all p) = -t_1 * log(1) = 0",
    remedy:
      "A question of yes or no: one unit with sigmoid and binary_crossentropy. One class out of n: n units with softmax.",
    whenToIgnore: "Never.",
    source: ["Keras issue 17029", "NeuraLint rule on loss and output (Nikanjam et al., 2021)"],
  },
  visit: {
    output(output, report) {
      const { loss, end } = output;
      if (loss?.facts.reads !== "distribution" || output.units !== 1) return;
      const classes = classUnits(output.ir.target);
      report(placeOf(output, end), {
        message: `${loss.name} on an output of one unit is always 0`,
        why: "one unit is one class, and its share is 1",
        related: [
          ...lossNote(loss, "this loss compares one probability per class"),
          ...(classes === undefined ? [] : targetNote(output, `the target has ${classes} classes`)),
        ],
        fix: proposal(output, loss, end),
        help: "for n classes, n units with softmax",
        evidence: { units: 1, loss: loss.name, ...(classes === undefined ? {} : { classes }) },
      });
    },
  },
  examples: {
    bad: `input x: f32[8]
target sick: binary
x -> Dense(16, relu) -> Dense(1, ⟦sigmoid⟧)
train { loss = categorical_crossentropy }
`,
    good: `input x: f32[8]
target sick: class(2)
x -> Dense(16, relu) -> Dense(2, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input x: f32[8]
target sick: binary
x -> Dense(16, relu) -> Dense(1, sigmoid)
train { loss = binary_crossentropy }
`,
  },
});

function placeOf(output: OutputPlace, end: End) {
  if (end.kind === "activation") return end.use.span;
  return end.kind === "linear" ? end.layer.span : output.ir.span;
}

function proposal({ ir }: OutputPlace, loss: LossPlace, end: End): Fix | undefined {
  if (end.kind === "unknown") return undefined;
  const layer = end.kind === "activation" ? end.use.layer : end.layer;
  const classes = classUnits(ir.target);
  if (classes !== undefined && classes > 1) {
    const units = setUnits(layer, classes);
    return units
      ? layerFix(layer, [units, ...activate(end, "softmax", loss.facts.fromLogits)], true)
      : undefined;
  }
  const span = loss.term.loss.span;
  if (!span || (ir.target && ir.target.kind !== "binary")) return undefined;
  const edits = [...activate(end, "sigmoid", false), replace(span, "binary_crossentropy")];
  const sentence = edits.length > 1 ? ", loss = binary_crossentropy" : "";
  const fix = layerFix(layer, edits, ir.target !== undefined, sentence);
  return sentence ? fix : { ...fix, title: "loss = binary_crossentropy" };
}

/** Nothing where the activation is the right one already, or where the loss reads logits. */
function activate(end: End, name: string, logits: boolean): readonly Edit[] {
  if (logits) return [];
  if (end.kind === "activation") return spanText(end.use.span) === name ? [] : [setActivation(end.use, name)];
  return end.kind === "linear" ? [setArgument(end.layer, "activation", name)] : [];
}
