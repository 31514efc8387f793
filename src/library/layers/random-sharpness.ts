import { param } from "../../words/param-types.ts";
import { factor, rangeOf } from "../factor.ts";
import { defineImageLayer, formatThenSeed } from "../image-layer.ts";
import { clipTo, valueRangeParam } from "../value-range.ts";

/** Of the nine pixels around: the middle one counts five times. */
const [outer, middle] = [1 / 13, 5 / 13];
const smoothing = [outer, outer, outer, outer, middle, outer, outer, outer, outer];

export const randomSharpness = defineImageLayer({
  name: "RandomSharpness",
  doc: "Blurs or sharpens each image by a random amount while training. Formula: x + (1 - 2f) * (smooth - x): 0 gives the smoothed image, 0.5 the image as it is, 1 the sharpest.",
  params: {
    factor: param(
      factor({ min: 0, max: 1 }),
      "the sharpest, or the most blurred and the sharpest: [0.4, 0.6] changes a little",
    ),
    value_range: valueRangeParam,
    ...formatThenSeed,
  },
  acts: "training",
  transform({ g, x, channels, params, uniform }) {
    const kernel = g.broadcast(g.constant(smoothing, [3, 3, 1, 1], x.dtype), [3, 3, 1, channels]);
    const [around, once] = [
      [1, 1],
      [1, 1],
    ];
    const smooth = g.convolve(x, kernel, {
      strides: once,
      dilations: once,
      before: around,
      after: around,
      groups: channels,
    });
    const share = g.sub(1, g.mul(uniform("factor", rangeOf(params.factor, 0)), 2));
    return clipTo(g, g.add(x, g.mul(share, g.sub(smooth, x))), params.value_range);
  },
  examples: [
    { source: "RandomSharpness([0.1, 0.9], [-9, 9])", input: [3, 3, 3], output: [3, 3, 3], parameters: 0 },
  ],
});
