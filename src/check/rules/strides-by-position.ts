/** Strides that were meant as something else. */
import { isKnown } from "../../base/dim.ts";
import type { LayerIR } from "../../model/ir.ts";
import type { CheckContext } from "../check-context.ts";
import { layerFix, removeArgument } from "../edits.ts";
import { defineRule } from "../rule.ts";
import { windowSizes } from "../window-sizes.ts";

export const stridesByPosition = defineRule({
  name: "strides-by-position",
  severity: "warning",
  summary: "The third argument of a convolution is its strides, and these skip as much as the window sees.",
  explain: {
    symptom:
      "Images shrink to a third after the first convolution, and after two or three there is nothing left; accuracy stays low.",
    cause:
      "The order is filters, kernel_size, strides. Conv2D(32, 3, 3) was a window of 3 by 3 in the first version of Keras; it is a window of 3 that moves by 3 now, so that no two windows overlap and most of the places are never at the centre of one.",
    formula: "size after = ceil((size - kernel + 1) / strides) without padding",
    remedy:
      "One number is a square window: Conv2D(32, 3). Two numbers go in a list: Conv2D(32, [3, 5]). Write strides by name where they are meant.",
    whenToIgnore:
      "Where image patches are cut on purpose: write strides = 16 by name, and the rule is silent.",
    source: ["Keras 2 release notes on the arguments of convolutions", "Questions on Stack Overflow"],
  },
  visit: {
    layer(layer, report, context) {
      const { graph } = context;
      if (graph.facts(layer).mixes !== "window" || !graph.facts(layer).learns) return;
      const { given, params } = layer.layer;
      const span = given.strides;
      const kernel = windowSizes(params.kernel_size);
      const strides = windowSizes(params.strides);
      if (!span || !kernel || !strides) return;
      const named = /=\s*$/.test(span.source.text.slice(0, span.start).slice(-40));
      if (named || Math.max(...strides) < 2 || Math.min(...strides) < Math.max(...kernel)) return;
      if (cutsPatches(layer, kernel, strides, context)) return;
      const edit = removeArgument(layer.layer, "strides");
      report(span, {
        message: `this is strides: the window of ${kernel.join(" by ")} moves by ${strides.join(" by ")}`,
        why: "no two windows overlap",
        fix: edit ? layerFix(layer, [edit], false) : undefined,
        help: "a square window is one number; strides that are meant are written by name",
        evidence: { kernel: Math.max(...kernel), strides: Math.min(...strides) },
      });
    },
  },
  examples: {
    bad: `input image: f32[28, 28, 1]
target digit: class(10)
image -> Conv2D(32, 3, ⟦3⟧, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input image: f32[224, 224, 3]
target kind: class(10)
image -> Conv2D(64, 16, strides = 16, activation = gelu) -> Conv2D(64, 3, 2, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input image: f32[28, 28, 1]
target digit: class(10)
image -> Conv2D(32, 3, activation = relu) -> Flatten() -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

/** From so large a window on, windows beside each other are patches of an image. */
const smallestPatch = 4;

/** The image falls into whole patches and none of it is left: what vision transformers and mixers begin with. */
function cutsPatches(
  { inputs, type }: LayerIR,
  kernel: readonly number[],
  strides: readonly number[],
  { graph, model }: CheckContext,
): boolean {
  const source = inputs[0] as string;
  const whole = (graph.producer(source) ?? model.inputs.find(({ id }) => id === source))?.type.shape;
  if (!whole || Math.min(...kernel) < smallestPatch) return false;
  return type.shape.slice(0, -1).every((places, axis) => {
    const [window, step] = [kernel[axis] ?? kernel[0], strides[axis] ?? strides[0]] as [number, number];
    return window === step && isKnown(places) && whole[axis] === places * step;
  });
}
