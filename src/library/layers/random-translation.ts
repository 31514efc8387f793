import { param } from "../../words/param-types.ts";
import { affineImage, affineTail } from "../affine-image.ts";
import { factor, rangeOf } from "../factor.ts";
import { defineImageLayer } from "../image-layer.ts";

const share = factor({ min: -1, max: 1 });

export const randomTranslation = defineImageLayer({
  name: "RandomTranslation",
  doc: "Shifts each image by random amounts while training. Against networks that learn where a thing stood instead of what it was.",
  params: {
    height_factor: param(
      share,
      "the farthest way down or up as a share of the height, or lowest and highest",
    ),
    width_factor: param(
      share,
      "the farthest way to the right or left as a share of the width, or lowest and highest",
    ),
    ...affineTail,
  },
  acts: "training",
  transform(images) {
    const { g, batch, height, width, params, uniform } = images;
    const down = g.mul(uniform("height", rangeOf(params.height_factor), [batch, 1, 1]), height);
    const right = g.mul(uniform("width", rangeOf(params.width_factor), [batch, 1, 1]), width);
    return affineImage(images, { a: [1, 0, g.neg(right)], b: [0, 1, g.neg(down)] });
  },
  examples: [
    { source: "RandomTranslation(0.3, 0.2)", input: [5, 4, 1], output: [5, 4, 1], parameters: 0 },
    {
      source: "RandomTranslation([0.1, 0.4], 0.5, fill_mode = nearest)",
      input: [4, 3, 2],
      output: [4, 3, 2],
      parameters: 0,
    },
  ],
});
