/** Class labels that a transform for amounts has changed. */
import type { Fix } from "../../base/diagnostic.ts";
import { type Span, spanText } from "../../base/source.ts";
import type { FieldTerm } from "../../data/data-spec.ts";
import { replace } from "../edits.ts";
import { lossNote, type OutputPlace } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const labelsScaled = defineRule({
  name: "labels-scaled",
  severity: "error",
  summary: "Class labels were scaled like amounts and name no class any more.",
  overrides: ["loss-vs-task", "output-vs-targets", "label-encoding"],
  explain: {
    symptom:
      "Training stops because labels are no whole numbers or lie outside the classes; or the loss falls below 0 and accuracy stays at 0.",
    cause:
      "A class number is a name: 0, 1, 2 stand for three kinds of things. Scaling turns them into -1.2, 0, 1.2, which name nothing, and cross-entropy reads them as a class or as a probability. It happens when one transform is applied to the whole table, labels included.",
    formula: "zscore: 0, 1, 2 -> -1.22, 0, 1.22;  cross-entropy needs t in {0, 1} or t = 0, 1, 2, …",
    remedy:
      "Scale the features only: normalize speaks of features, and the target is written without a transform.",
    whenToIgnore: "When the numbers are amounts after all: then the loss is to be mse or mae.",
    source: ["defect4ML 098 (Morovati et al., 2023)"],
  },
  visit: {
    output(output, report, { model }) {
      const { loss } = output;
      const targets = model.data?.targets;
      const terms = (targets?.[output.ir.name] ?? targets?.[""])?.terms ?? [];
      if (!loss) return;
      const scaled = terms.find((term) => spoilsLabels(term, output));
      if (!scaled?.transform) return;
      const { word, span = scaled.span } = scaled.transform;
      report(span, {
        message: `${word.name} makes amounts of the classes in ${scaled.field}`,
        why: "after this the labels are no class numbers",
        related: lossNote(loss, "this loss reads them as classes"),
        fix: withoutTransform(span, scaled.field),
        help: "write the column alone",
        evidence: { column: scaled.field, transform: word.name, loss: loss.name },
      });
    },
  },
  examples: {
    bad: `Dense(16, relu) -> Dense(3, softmax)
data { source = csv("table.csv"), target = ⟦zscore(species)⟧, normalize = zscore, split = [0.8, 0.2] }
train { loss = sparse_categorical_crossentropy }
`,
    good: `Dense(16, relu) -> Dense(1)
data { source = csv("table.csv"), target = zscore(price), normalize = zscore, split = [0.8, 0.2] }
train { loss = mse }
`,
    fixed: `Dense(16, relu) -> Dense(3, softmax)
data { source = csv("table.csv"), target = species, normalize = zscore, split = [0.8, 0.2] }
train { loss = sparse_categorical_crossentropy }
`,
  },
});

/** Where classes are read, any scaling spoils them; yes and no may stay 0 and 1, and pixels from 0 to 1 are no labels. */
function spoilsLabels({ transform }: FieldTerm, { loss }: OutputPlace): boolean {
  if (!loss || transform?.word.takes !== "number" || loss.facts.reads === "number") return false;
  if (loss.facts.reads === "distribution") return true;
  const { word, params } = transform;
  const affine = word.affine?.(word.fit(params, { values: Float64Array.of(0, 1) }));
  if (!affine) return false;
  const ends = [affine.offset, affine.scale + affine.offset];
  return Math.min(...ends) < 0 || Math.max(...ends) > 1;
}

function withoutTransform(span: Span, field: string): Fix | undefined {
  const inner = /^[\p{L}_][\p{L}\p{N}_]*\(\s*([^()[\],]+?)\s*\)$/u.exec(spanText(span))?.[1];
  return inner ? { title: `target = ${field}`, edits: [replace(span, inner)], safe: true } : undefined;
}
