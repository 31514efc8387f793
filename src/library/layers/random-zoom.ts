import { optional, param } from "../../words/param-types.ts";
import { affineImage, affineTail } from "../affine-image.ts";
import { factor, rangeOf } from "../factor.ts";
import { defineImageLayer } from "../image-layer.ts";

const share = factor({ min: -1, max: 1, aboveMin: true });

export const randomZoom = defineImageLayer({
  name: "RandomZoom",
  doc: "Brings each image nearer or farther by a random factor while training. A factor of 0.2 shows between 0.8 and 1.2 of the picture: above 1 it gets smaller.",
  params: {
    height_factor: param(share, "the largest change of height, or lowest and highest: 0.2 for 0.8 to 1.2"),
    width_factor: param(
      optional(share),
      "the same for the width; by the same number as the height where left out",
      null,
    ),
    ...affineTail,
  },
  acts: "training",
  transform(images) {
    const { g, batch, height, width, params, uniform } = images;
    const zoom = (purpose: string, value: Parameters<typeof rangeOf>[0]) => {
      const [low, high] = rangeOf(value);
      return uniform(purpose, [1 + low, 1 + high], [batch, 1, 1]);
    };
    const down = zoom("height", params.height_factor);
    const across = params.width_factor === null ? down : zoom("width", params.width_factor);
    const [middle, half] = [(width - 1) / 2, (height - 1) / 2];
    return affineImage(images, {
      a: [across, 0, g.mul(middle, g.sub(1, across))],
      b: [0, down, g.mul(half, g.sub(1, down))],
    });
  },
  examples: [
    { source: "RandomZoom(0.3)", input: [5, 4, 1], output: [5, 4, 1], parameters: 0 },
    {
      source: "RandomZoom([-0.5, -0.2], [0.1, 0.2], interpolation = nearest)",
      input: [4, 4, 2],
      output: [4, 4, 2],
      parameters: 0,
    },
  ],
});
