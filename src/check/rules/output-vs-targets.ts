/** Output units or axes that do not fit the target. */

import type { Severity } from "../../base/diagnostic.ts";
import { isKnown, type Shape, showDim, showShape } from "../../base/dim.ts";
import type { CheckContext } from "../check-context.ts";
import { layerFix } from "../edits.ts";
import { type Expected, expectedOutput, shapesDiffer } from "../expected-output.ts";
import { lossNote, type OutputPlace, targetNote } from "../output-place.ts";
import { defineRule } from "../rule.ts";
import { setUnits } from "../units.ts";

export const outputVsTargets = defineRule({
  name: "output-vs-targets",
  severity: "error",
  summary: "The output has another size than the target.",
  explain: {
    symptom: "Training stops at the first batch: shapes do not fit, or a label is outside the classes.",
    cause:
      "Each class needs a unit of its own, because its probability is read at the unit of its number: with 9 units for 10 digits there is no unit for the 9. One-hot rows, label sets and several amounts are compared column by column, so the output must have as many units as the target has columns, and one prediction per row where the target has one value per row.",
    formula: "classes 0 … n - 1 need n units;  [batch, m] is compared with [batch, m]",
    remedy: "Set the units of the last layer to the number of classes, or of columns of the target.",
    whenToIgnore:
      "Never where there are too few units. A unit too many costs little: it only learns to be improbable.",
    source: ["Shape faults in deep learning programs (Wu et al., 2021)", "defect4ML (Morovati et al., 2023)"],
  },
  visit: {
    output(output, report, context) {
      const expected = expectedOutput(output);
      if (!expected) return;
      const { shape } = output.ir.type;
      const classes = expected.meaning === "one unit a class";
      const places = classes ? shape.slice(0, -1) : shape;
      const wanted: Shape = classes ? expected.places : [...expected.places, expected.units];
      const severity = classes ? classSeverity(output, expected, context) : undefined;
      const rank = shapesDiffer(places, wanted);
      if (!rank && !severity) return;
      const { target } = output.ir;
      const layer =
        output.end.kind === "activation"
          ? output.end.use.layer
          : output.end.kind === "linear"
            ? output.end.layer
            : undefined;
      const units = isKnown(expected.units) ? expected.units : undefined;
      const sameRank =
        shape.length === wanted.length || (wanted.length === 1 && units === 1 && shape.length <= 1);
      const edit =
        layer && units !== undefined && (classes ? !rank : sameRank) ? setUnits(layer, units) : undefined;
      report(layer && layer.id === output.ir.value ? layer.span : output.ir.span, {
        severity: severity ?? "error",
        message: messageOf(output, expected, rank),
        why: `${showShape(shape)} a row comes out here`,
        related: [
          ...targetNote(output, `the target asks for ${expected.meaning}`),
          ...(output.loss ? lossNote(output.loss, "this loss compares the two") : []),
        ],
        fix: edit && layer ? layerFix(layer, [edit], output.ir.targetSpan !== undefined) : undefined,
        help: rank
          ? "Flatten() or a pooling over all places leaves one prediction a row"
          : `${showDim(expected.units)} units`,
        // Another number of places is no matter of loss and labels.
        ownCause: rank && shape.length === wanted.length && shape.length > 1 && target?.kind === "real",
        evidence: {
          output: showShape(shape),
          units: showDim(expected.units),
          target: target?.kind ?? "unknown",
        },
      });
    },
  },
  examples: {
    bad: `input x: f32[64]
target digit: class(10)
x -> Dense(16, relu) -> ⟦Dense(9, softmax)⟧
train { loss = sparse_categorical_crossentropy }
`,
    good: `input x: f32[64]
target pair: real[2]
x -> Dense(16, relu) -> Dense(2)
train { loss = mse }
`,
    fixed: `input x: f32[64]
target digit: class(10)
x -> Dense(16, relu) -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

/** Too few units end the training; too many are only waste, and perhaps the sample has not seen all classes. */
function classSeverity(
  { ir, units, loss }: OutputPlace,
  expected: Expected,
  { header }: CheckContext,
): Severity | undefined {
  if (units === undefined || !isKnown(units) || !isKnown(expected.units) || units === expected.units)
    return undefined;
  if (units < expected.units) return "error";
  // The pause between labels may have a unit of its own.
  if (loss?.facts.ownLength) return undefined;
  return ir.targetSpan || !header?.sampled ? "warning" : undefined;
}

function messageOf({ units, ir }: OutputPlace, expected: Expected, rank: boolean): string {
  if (!rank) {
    const more = isKnown(expected.units) && isKnown(units ?? 1) && (units as number) > expected.units;
    const count = `${showDim(units ?? 1)} units for ${showDim(expected.units)} classes`;
    return more ? `${count}: some can never be right` : `${count}: the last labels have no unit`;
  }
  const wanted = showShape([...expected.places, expected.units]);
  return `the output has ${showShape(ir.type.shape)} a row, and the target asks for ${wanted}`;
}
