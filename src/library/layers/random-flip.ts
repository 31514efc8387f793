import { choice, param } from "../../words/param-types.ts";
import { defineImageLayer, seedThenFormat } from "../image-layer.ts";

export const randomFlip = defineImageLayer({
  name: "RandomFlip",
  doc: "Mirrors each image with a chance of one half while training: left and right, top and bottom, or both. For pictures that stay what they are in a mirror; digits and letters do not.",
  params: {
    mode: param(
      choice("horizontal", "vertical", "horizontal_and_vertical"),
      "which sides change places",
      "horizontal_and_vertical",
    ),
    ...seedThenFormat,
  },
  acts: "training",
  transform({ g, x, params: { mode }, uniform }) {
    // One draw for both directions, as in Keras.
    const flips = g.lessOrEqual(uniform("flip", [0, 1]), 0.5);
    const start = x.shape.map((length, axis) => (mirrors(mode, axis) ? length - 1 : 0));
    const step = x.shape.map((_, axis) => (mirrors(mode, axis) ? -1 : 1));
    return g.where(flips, g.slice(x, start, x.shape, step), x);
  },
  examples: [
    { source: "RandomFlip(horizontal)", input: [4, 5, 1], output: [4, 5, 1], parameters: 0 },
    { source: "RandomFlip()", input: [3, 3, 2], output: [3, 3, 2], parameters: 0 },
  ],
});

function mirrors(mode: "horizontal" | "vertical" | "horizontal_and_vertical", axis: number): boolean {
  return (axis === 2 && mode !== "vertical") || (axis === 1 && mode !== "horizontal");
}
