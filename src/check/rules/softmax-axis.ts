/** Softmax along another axis than the loss reads. */

import { replace } from "../edits.ts";
import { lossNote } from "../output-place.ts";
import { defineRule } from "../rule.ts";

export const softmaxAxis = defineRule({
  name: "softmax-axis",
  overrides: ["crossentropy-unbounded-output"],
  severity: "error",
  summary: "Softmax makes shares along one axis, and the loss reads classes along another.",
  explain: {
    symptom:
      "The loss is far above ln(classes) and hardly falls; the probabilities of one row do not add up to 1.",
    cause:
      "The loss takes the last axis as the classes. Softmax over another axis makes the places of a row compete with each other instead of the classes. Axes are counted without the batch: axis 0 is the first of a row.",
    formula: "sum over classes of p = 1, along the last axis",
    remedy: "softmax along the last axis, which is its default.",
    whenToIgnore: "Never; inside attention softmax runs along the axis of the keys, and is not reported.",
    source: [
      "PyTorch forums and Stack Overflow: softmax along the wrong dimension",
      "Keras: Softmax(axis = -1)",
    ],
  },
  visit: {
    output({ activation, loss, ir }, report) {
      const axis = activation?.facts.sharesAlong;
      if (!activation || axis === undefined || loss?.facts.reads !== "distribution") return;
      const wanted = loss.term.loss.params.axis ?? -1;
      const rank = ir.type.shape.length;
      if (typeof wanted !== "number") return;
      const [own, read] = [axis, wanted].map((one) => (one < 0 ? one + rank : one));
      if (own === read) return;
      const given = activation.layer.layer.given.axis ?? activation.activation.given.axis;
      report(given ?? activation.span, {
        message: `softmax along axis ${axis}, and ${loss.name} reads the classes along axis ${wanted}`,
        why: "the classes of one place do not add up to 1",
        related: lossNote(loss, "takes shares of the classes"),
        fix: given
          ? { title: `axis = ${wanted}`, edits: [replace(given, String(wanted))], safe: true }
          : undefined,
        help: `axis = ${wanted}`,
        evidence: { axis, lossAxis: wanted, rank },
      });
    },
  },
  examples: {
    bad: `input series: f32[10, 6]
target tags: class(5)[10]
series -> Dense(16, relu) -> Dense(5) -> Softmax(axis = ⟦0⟧)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input series: f32[10, 6]
target tags: class(5)[10]
series -> Dense(16, relu) -> Dense(5) -> Softmax(axis = 1)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input series: f32[10, 6]
target tags: class(5)[10]
series -> Dense(16, relu) -> Dense(5) -> Softmax(axis = -1)
train { loss = sparse_categorical_crossentropy }
`,
  },
});
