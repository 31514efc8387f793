/** An image of one place that still meets windows. */
import { isKnown } from "../../base/dim.ts";
import { defineRule } from "../rule.ts";
import { windowOf } from "../window-stack.ts";

export const shapeCollapse = defineRule({
  name: "shape-collapse",
  severity: "warning",
  summary: "Poolings and strides have left one place of the image, and windows still go over it.",
  explain: {
    symptom: "Deeper layers add weights and no accuracy.",
    cause:
      "Every pooling halves the axes: 28, 14, 7, 3, 1. On an image of one place a window of 3 by 3 sees that place and zeros around it: eight of its nine weights are multiplied by the padding and never learn. The layer is a Dense layer in disguise.",
    formula: "28 / 2 / 2 / 2 / 2 = 1 (rounded down);  1 of 3 * 3 weights in use",
    remedy: "One pooling less, strides of 1, or fewer convolutions behind the last pooling.",
    whenToIgnore: "When the same network also takes larger images.",
    source: ["NeuraLint (Nikanjam et al., 2021)", "Shape faults in deep learning programs (Wu et al., 2021)"],
  },
  visit: {
    layer(layer, report, { graph, model }) {
      const { learns, mixes } = graph.facts(layer);
      const window = windowOf(layer);
      if (!learns || mixes !== "window" || window === undefined || window === 1) return;
      const id = layer.inputs[0] as string;
      const shape = (graph.producer(id) ?? model.inputs.find((input) => input.id === id))?.type.shape ?? [];
      const space = shape.slice(0, -1);
      if (space.length === 0 || !space.every((dim) => isKnown(dim) && dim === 1)) return;
      const shrunk = [...graph.chainBefore(id)].find(
        (one) => one.type.shape.slice(0, -1).every((dim) => dim === 1) && isWider(one.inputs[0] as string),
      );
      // An input that is one place from the start has not collapsed.
      if (!shrunk) return;
      report(layer.span, {
        message: `a window of ${window} over an image of one place`,
        why: "all but one of its places are padding",
        related: [{ span: shrunk.span, text: "leaves one place" }],
        help: "one pooling less, or strides of 1",
        evidence: { layer: layer.id, window, shrunkBy: shrunk.id },
      });
      function isWider(source: string): boolean {
        const before =
          (graph.producer(source) ?? model.inputs.find((input) => input.id === source))?.type.shape ?? [];
        return before.slice(0, -1).some((dim) => !isKnown(dim) || dim > 1);
      }
    },
  },
  examples: {
    bad: `input image: f32[8, 8, 1]
target digit: class(10)
image -> Conv2D(8, 3, padding = same, activation = relu) -> MaxPooling2D(8) -> ⟦Conv2D(16, 3, padding = same, activation = relu)⟧ -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input image: f32[8, 8, 1]
target digit: class(10)
image -> Conv2D(8, 3, padding = same, activation = relu) -> MaxPooling2D(8) -> Conv2D(16, 1, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input image: f32[8, 8, 1]
target digit: class(10)
image -> Conv2D(8, 3, padding = same, activation = relu) -> MaxPooling2D(2) -> Conv2D(16, 3, padding = same, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});
