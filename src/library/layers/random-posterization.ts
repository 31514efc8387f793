import { param } from "../../words/param-types.ts";
import { factor, rangeOf } from "../factor.ts";
import { defineImageLayer, formatThenSeed } from "../image-layer.ts";
import { bytes, rescale, valueRangeParam } from "../value-range.ts";

export const randomPosterization = defineImageLayer({
  name: "RandomPosterization",
  doc: "Keeps only the highest bits of each image's numbers while training, a random number of them, so that few shades are left. The pixels' gradient is 0 behind it.",
  params: {
    factor: param(
      factor({ min: 1, max: 8 }),
      "the most bits that are kept, or the least and one more than the most",
    ),
    value_range: valueRangeParam,
    ...formatThenSeed,
  },
  acts: "training",
  transform({ g, x, params, uniform }) {
    const [low, high] = rangeOf(params.factor, 1);
    const bits = g.floor(uniform("bits", [low, high]));
    const step = g.pow(2, g.sub(8, bits));
    const number = g.floor(g.min(g.max(rescale(g, x, params.value_range, bytes), 0), 255));
    return rescale(g, g.mul(g.floor(g.div(number, step)), step), bytes, params.value_range);
  },
  examples: [
    { source: "RandomPosterization([2, 4], [-1, 1])", input: [3, 2, 3], output: [3, 2, 3], parameters: 0 },
  ],
});
