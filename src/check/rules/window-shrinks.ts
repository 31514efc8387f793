/** Windows that change from layer to layer. */
import { defineRule } from "../rule.ts";
import { windowStacks } from "../window-stack.ts";

/** 5 then 3, and 7 then 3 at the entrance of a network, are usual; beyond 7 windows cost much and see little more. */
const usual = 7;

export const windowShrinks = defineRule({
  name: "window-shrinks",
  severity: "hint",
  summary: "A convolution deep in the network has a larger window than the ones before it.",
  explain: {
    symptom: "Many weights for little: the layer is slow and learns details late.",
    cause:
      "Each pooling doubles what a window sees of the image, so windows can stay small: two of 3 by 3 in a row see 5 by 5 with 18 weights instead of 25, and bend twice. A large window is useful at the entrance, on large images; behind small ones it covers nearly the whole of what is left.",
    formula: "n windows of 3 see 2n + 1;  weights: 9n instead of (2n + 1)^2",
    remedy: "Windows of 3, more of them in a row; a larger one (5 or 7) in the first layer at most.",
    whenToIgnore:
      "In networks with modern large windows (depthwise 7 and above), and for series, where long windows are usual.",
    source: ["NeuraLint (Nikanjam et al., 2021)", "Simonyan and Zisserman: VGG (2015)"],
  },
  visit: {
    model(_model, report, context) {
      for (const stack of windowStacks(context)) {
        for (const [i, { layer, window }] of stack.entries()) {
          const before = stack.slice(0, i).flatMap((one) => one.window ?? []);
          const largest = Math.max(0, ...before);
          if (!window || window <= usual || largest === 0 || window <= largest) continue;
          report(layer.layer.given.kernel_size ?? layer.span, {
            message: `a window of ${window} behind one of ${before.at(-1)}`,
            why: "what is left of the image is small, and a window of 3 sees more of it than before",
            help: "windows of 3, several in a row",
            evidence: { layer: layer.id, window, largestBefore: largest, bound: usual },
          });
        }
      }
    },
  },
  examples: {
    bad: `input image: f32[64, 64, 3]
target kind: class(10)
image -> Conv2D(16, 3, activation = relu) -> MaxPooling2D() -> Conv2D(32, ⟦11⟧, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input image: f32[64, 64, 3]
target kind: class(10)
image -> Conv2D(16, 11, activation = relu) -> MaxPooling2D() -> Conv2D(32, 5, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input image: f32[64, 64, 3]
target kind: class(10)
image -> Conv2D(16, 3, activation = relu) -> MaxPooling2D() -> Conv2D(32, 3, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});
