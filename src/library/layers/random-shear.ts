import { param } from "../../words/param-types.ts";
import { affineImage } from "../affine-image.ts";
import { factor, rangeOf } from "../factor.ts";
import { defineImageLayer, formatThenSeed } from "../image-layer.ts";
import { fillModeParam, fillValueParam, samplingParam } from "../sample-image.ts";

const share = factor({ min: 0, max: 1 });

export const randomShear = defineImageLayer({
  name: "RandomShear",
  doc: "Slants each image by a random amount while training, as if it were seen from the side. The upper left corner stays where it is, as in Keras.",
  params: {
    x_factor: param(
      share,
      "how far columns lean: pixels to the side for each pixel down, at most, or lowest and highest",
      0,
    ),
    y_factor: param(
      share,
      "how far rows lean: pixels down for each pixel to the side, at most, or lowest and highest",
      0,
    ),
    interpolation: samplingParam,
    fill_mode: fillModeParam,
    fill_value: fillValueParam,
    ...formatThenSeed,
  },
  acts: "training",
  transform(images) {
    const { g, batch, params, uniform } = images;
    const each = [batch, 1, 1];
    const sign = g.where(g.less(0.5, uniform("direction", [0, 1], each)), -1, 1);
    const lean = (purpose: string, value: Parameters<typeof rangeOf>[0]) =>
      g.mul(sign, uniform(purpose, rangeOf(value), each));
    return affineImage(images, {
      a: [1, lean("x", params.x_factor), 0],
      b: [lean("y", params.y_factor), 1, 0],
    });
  },
  examples: [
    { source: "RandomShear(0.5)", input: [5, 4, 1], output: [5, 4, 1], parameters: 0 },
    {
      source: "RandomShear([0.2, 0.3], 0.4, fill_mode = wrap)",
      input: [4, 4, 2],
      output: [4, 4, 2],
      parameters: 0,
    },
  ],
});
