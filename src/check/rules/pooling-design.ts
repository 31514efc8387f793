/** Poolings that come too early, too often or not at all. */
import { isKnown } from "../../base/dim.ts";
import type { CheckContext } from "../check-context.ts";
import { defineRule } from "../rule.ts";

/** Numbers that come out of Flatten into a Dense layer; VGG-16, the largest of the classics, has 25,088. */
const flattened = 50_000;

export const poolingDesign = defineRule({
  name: "pooling-design",
  severity: "hint",
  summary: "Pooling comes right after pooling, or an image reaches a Dense layer nearly in full.",
  explain: {
    symptom:
      "Two poolings in a row: details are lost before anything has looked at them. None at all: a Dense layer of millions of weights, slow and quick to overfit.",
    cause:
      "Pooling halves each axis of an image, and thereby doubles what the next convolution sees. Between two poolings something should look at the result. An image that is never pooled comes out of Flatten with all its places: [62, 62, 64] are 246,016 numbers, and Dense(128) behind them has 31 million weights.",
    formula: "weights of Dense(u) behind Flatten = height * width * filters * u",
    remedy:
      "A pooling (or strides of 2) after every one or two convolutions, and GlobalAveragePooling2D() instead of Flatten at the end.",
    whenToIgnore: "Where places matter to the pixel, as in games on small boards.",
    source: ["NeuraLint (Nikanjam et al., 2021)", "Lin et al.: Network in network (2014)"],
  },
  visit: {
    layer(layer, report, context) {
      const { graph } = context;
      const facts = graph.facts(layer);
      const before = graph.producer(layer.inputs[0] as string);
      if (facts.pools && before && graph.facts(before).pools && layer.type.shape.length > 1) {
        report(layer.span, {
          message: "a pooling right after a pooling",
          why: "nothing has looked at what the first one left",
          related: [{ span: before.span, text: "the first one" }],
          help: "put a convolution between them, or take one larger window",
          evidence: { layer: layer.id, before: before.id },
        });
        return;
      }
      if (!facts.learns || facts.mixes !== "features" || !before || !graph.facts(before).rearranges) return;
      const size = before.type.shape.length === 1 ? before.type.shape[0] : undefined;
      const units = layer.type.shape.at(-1);
      if (size === undefined || units === undefined || !isKnown(size) || !isKnown(units) || size <= flattened)
        return;
      if (!windowsBefore(before.id, context)) return;
      report(layer.span, {
        message: `${size.toLocaleString("en")} numbers enter ${layer.id}: ${(size * units).toLocaleString("en")} weights`,
        why: "the image comes here nearly in full",
        related: [{ span: before.span, text: "lays out every place" }],
        help: "pool after the convolutions, or GlobalAveragePooling2D() instead of Flatten()",
        evidence: { layer: layer.id, inputs: size, weights: size * units, bound: flattened },
      });
    },
  },
  examples: {
    bad: `input image: f32[64, 64, 3]
target kind: class(10)
image -> Conv2D(64, 3, activation = relu) -> Flatten() -> ⟦Dense(64, relu)⟧ -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    good: `input image: f32[64, 64, 3]
target kind: class(10)
image -> Conv2D(16, 3, activation = relu) -> MaxPooling2D() -> Conv2D(32, 3, activation = relu) -> MaxPooling2D() -> Flatten() -> Dense(64, relu) -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
    fixed: `input image: f32[64, 64, 3]
target kind: class(10)
image -> Conv2D(64, 3, activation = relu) -> GlobalAveragePooling2D() -> Dense(64, relu) -> Dense(10, softmax)
train { loss = sparse_categorical_crossentropy }
`,
  },
});

function windowsBefore(id: string, { graph }: CheckContext): boolean {
  return [...graph.chainBefore(id)].some((layer) => graph.facts(layer).mixes === "window");
}
