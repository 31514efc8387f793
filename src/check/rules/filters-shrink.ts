/** Convolutions that see less and less at every place. */

import { layerFix } from "../edits.ts";
import { defineRule } from "../rule.ts";
import { setUnits } from "../units.ts";
import { windowStacks } from "../window-stack.ts";

export const filtersShrink = defineRule({
  name: "filters-shrink",
  severity: "hint",
  summary: "A convolution has fewer filters than the one before it.",
  explain: {
    symptom: "The network underfits: it sees edges well and whole things badly.",
    cause:
      "The first layers of a convolutional network find simple things that are everywhere (edges, colours), the later ones combinations, of which there are many more. So the number of filters usually grows while the image shrinks. A layer with fewer filters than the one before throws away what was found.",
    remedy: "Keep the number of filters or double it with each pooling: 32, 64, 128.",
    whenToIgnore:
      "In bottlenecks on purpose (a window of 1 before an expensive layer), in auto-encoders, and in dense blocks.",
    source: ["NeuraLint (Nikanjam et al., 2021)", "Simonyan and Zisserman: VGG (2015)"],
  },
  visit: {
    model(_model, report, context) {
      for (const stack of windowStacks(context)) {
        for (const [i, { layer, filters, window }] of stack.entries()) {
          const before = stack[i - 1];
          if (!before?.filters || !filters || window === 1 || before.window === 1) continue;
          if (filters >= before.filters) continue;
          const edit = setUnits(layer, before.filters);
          report(layer.span, {
            message: `${filters} filters behind ${before.filters}`,
            why: "combinations are more than what they are made of",
            related: [{ span: before.layer.span, text: `${before.filters} filters` }],
            fix: edit ? layerFix(layer, [edit], false) : undefined,
            help: "as many filters as before, or twice as many",
            evidence: { layer: layer.id, filters, before: before.filters },
          });
        }
      }
    },
  },
  examples: {
    bad: `input image: f32[28, 28, 1]
target digit: class(10)
image -> Conv2D(64, 3, activation = relu) -> ⟦Conv2D(16, 3, activation = relu)⟧ -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input image: f32[28, 28, 1]
target digit: class(10)
image -> Conv2D(64, 3, activation = relu) -> Conv2D(16, 1, activation = relu) -> Conv2D(64, 3, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input image: f32[28, 28, 1]
target digit: class(10)
image -> Conv2D(64, 3, activation = relu) -> Conv2D(64, 3, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});
