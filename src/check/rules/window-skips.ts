/** Strides longer than their window. */
import { defineRule } from "../rule.ts";
import { windowSizes } from "../window-sizes.ts";

export const windowSkips = defineRule({
  name: "window-skips",
  severity: "warning",
  summary: "A window moves further than it is wide, so that some places are never looked at.",
  explain: {
    symptom: "Small things in images are found or missed by where they happen to lie.",
    cause:
      "With a window of 2 and strides of 4, every other pair of places lies between two windows: nothing of it enters the network.",
    remedy: "Strides of at most the size of the window.",
    whenToIgnore: "A window of one place with strides is how a shortcut gets smaller (not reported).",
    source: ["Dumoulin and Visin: A guide to convolution arithmetic for deep learning (2016)"],
  },
  visit: {
    layer(layer, report, { graph }) {
      const { learns, mixes, pools } = graph.facts(layer);
      if (!(learns && mixes === "window") && !pools) return;
      const { params, given } = layer.layer;
      const window = windowSizes(params.kernel_size ?? params.pool_size);
      const strides = windowSizes(params.strides);
      const place = given.strides;
      if (!window || !strides || !place) return;
      const axis = strides.findIndex((step, i) => step > (window[i] ?? (window[0] as number)));
      const [size, step] = [window[axis] ?? window[0], strides[axis]];
      if (axis < 0 || size === undefined || step === undefined || Math.max(...window) === 1) return;
      report(place, {
        message: `a window of ${size} moves by ${step}`,
        why: `${step - size} of every ${step} places are never looked at`,
        help: `strides of at most ${size}, or a larger window`,
        evidence: { window: size, strides: step },
      });
    },
  },
  examples: {
    bad: `input image: f32[64, 64, 3]
target kind: class(4)
image -> Conv2D(16, 2, strides = ⟦4⟧, activation = relu) -> Flatten() -> Dense(4, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input image: f32[64, 64, 3]
target kind: class(4)
image -> Conv2D(16, 4, strides = 4, activation = relu) -> Conv2D(32, 1, strides = 2, activation = relu) -> Flatten() -> Dense(4, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input image: f32[64, 64, 3]
target kind: class(4)
image -> Conv2D(16, 2, strides = 2, activation = relu) -> Flatten() -> Dense(4, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});
