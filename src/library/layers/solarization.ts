import { param } from "../../words/param-types.ts";
import { type Factor, factor, type Range, rangeOf } from "../factor.ts";
import { defineImageLayer, seedParam } from "../image-layer.ts";
import { bytes, rescale, valueRangeParam } from "../value-range.ts";

const share = factor({ min: 0, max: 1 });

export const solarization = defineImageLayer({
  name: "Solarization",
  doc: "Inverts the pixels of each image that are brighter than a random threshold while training, after adding a random amount to all. As a photograph does that saw light in the darkroom.",
  params: {
    addition_factor: param(share, "the most that is added as a share of 255, or lowest and highest", 0),
    threshold_factor: param(share, "the highest threshold as a share of 255, or lowest and highest", 0),
    value_range: valueRangeParam,
    seed: seedParam,
  },
  acts: "training",
  transform({ g, x, params, uniform }) {
    const added = g.add(
      rescale(g, x, params.value_range, bytes),
      uniform("addition", amounts(params.addition_factor)),
    );
    const clipped = g.min(g.max(added, 0), 255);
    const threshold = uniform("threshold", amounts(params.threshold_factor));
    const result = g.where(g.less(clipped, threshold), clipped, g.sub(255, clipped));
    return rescale(g, result, bytes, params.value_range);
  },
  examples: [
    { source: "Solarization(0.1, [0.4, 0.6], [-1, 1])", input: [3, 2, 3], output: [3, 2, 3], parameters: 0 },
  ],
});

/** The lower end is not multiplied, as in Keras. */
function amounts(value: Factor): Range {
  const [low, high] = rangeOf(value, 0);
  return [low, 255 * high];
}
