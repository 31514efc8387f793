import { param } from "../../words/param-types.ts";
import { affineImage, affineTail } from "../affine-image.ts";
import { factor, rangeOf } from "../factor.ts";
import { defineImageLayer } from "../image-layer.ts";

export const randomRotation = defineImageLayer({
  name: "RandomRotation",
  doc: "Turns each image about its middle by a random angle while training. Photographs bear a little of it; letters and digits only very little.",
  params: {
    factor: param(
      factor({ min: -1, max: 1 }),
      "the largest angle as a share of a full turn, or lowest and highest; positive turns against the clock",
    ),
    ...affineTail,
  },
  acts: "training",
  transform(images) {
    const { g, batch, height, width, params, uniform } = images;
    const [low, high] = rangeOf(params.factor);
    const turn = uniform("angle", [2 * Math.PI * low, 2 * Math.PI * high], [batch, 1, 1]);
    const [cos, sin] = [g.cos(turn), g.sin(turn)];
    const [middle, half] = [(width - 1) / 2, (height - 1) / 2];
    return affineImage(images, {
      a: [cos, g.neg(sin), g.add(g.sub(middle, g.mul(middle, cos)), g.mul(half, sin))],
      b: [sin, cos, g.sub(g.sub(half, g.mul(middle, sin)), g.mul(half, cos))],
    });
  },
  examples: [
    { source: "RandomRotation(0.2)", input: [5, 4, 1], output: [5, 4, 1], parameters: 0 },
    {
      source: "RandomRotation([0.1, 0.3], fill_mode = wrap)",
      input: [3, 4, 2],
      output: [3, 4, 2],
      parameters: 0,
    },
    {
      source: "RandomRotation(0.5, fill_mode = constant, interpolation = nearest, fill_value = 9)",
      input: [4, 4, 1],
      output: [4, 4, 1],
      parameters: 0,
    },
  ],
});
