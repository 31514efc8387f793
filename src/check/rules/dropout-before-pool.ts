/** Dropout right before a pooling. */
import { spanText } from "../../base/source.ts";
import { dropRate } from "../drop-rate.ts";
import { defineRule } from "../rule.ts";
import { insertStage, removeStage } from "../stage-edits.ts";

export const dropoutBeforePool = defineRule({
  name: "dropout-before-pool",
  severity: "hint",
  summary: "Dropout right before a pooling is undone by it.",
  explain: {
    symptom: "The dropout has less effect than its rate says.",
    cause:
      "The largest of four values is 0 only if all four are dropped, which happens in a sixteenth of the windows at a rate of one half; a mean over many places evens the noise out. What is left is a shift of the values, which is not there when the model is used.",
    formula: "chance that the largest of n is dropped away = rate^n",
    remedy: "First the pooling, then the dropout.",
    whenToIgnore: "Where the noise in the largest values is what you want (Zeiler and Fergus describe it).",
    source: ["NeuraLint rule on dropout and pooling (Nikanjam et al., 2021)"],
  },
  visit: {
    layer(layer, report, { graph }) {
      const rate = dropRate(layer, graph);
      const [next, ...more] = graph.consumers(layer.id);
      if (rate === undefined || !next || more.length > 0 || !graph.facts(next).pools) return;
      const [behind, ...others] = graph.consumers(next.id);
      const removal = removeStage(layer);
      const text = spanText(layer.span);
      const movable = removal && behind && others.length === 0 && behind.span.start > next.span.end;
      report(layer.span, {
        message: "the pooling behind it undoes most of this dropout",
        why: `drops ${rate} of what the pooling then chooses from`,
        related: [{ span: next.span, text: "the pooling" }],
        fix: movable
          ? {
              title: `${spanText(next.span)} -> ${text}`,
              edits: [removal, insertStage(behind, text)],
              safe: false,
            }
          : undefined,
        help: "first the pooling, then the dropout",
        evidence: { rate, layer: layer.id },
      });
    },
  },
  examples: {
    bad: `input image: f32[28, 28, 1]
target digit: class(10)
image -> Conv2D(32, 3, activation = relu) -> ⟦Dropout(0.25)⟧ -> MaxPooling2D() -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input image: f32[28, 28, 1]
target digit: class(10)
image -> Conv2D(32, 3, activation = relu) -> MaxPooling2D() -> Dropout(0.25) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input image: f32[28, 28, 1]
target digit: class(10)
image -> Conv2D(32, 3, activation = relu) -> MaxPooling2D() -> Dropout(0.25) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});
