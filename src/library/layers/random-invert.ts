import { param } from "../../words/param-types.ts";
import { factor, rangeOf } from "../factor.ts";
import { defineImageLayer, seedThenFormat } from "../image-layer.ts";
import { valueRangeParam } from "../value-range.ts";

export const randomInvert = defineImageLayer({
  name: "RandomInvert",
  doc: "Turns a random share of the images into their negatives while training: light becomes dark. Formula: highest value - x.",
  params: {
    factor: param(factor({ min: 0, max: 1 }), "the largest chance of each image, or lowest and highest", 1),
    value_range: valueRangeParam,
    ...seedThenFormat,
  },
  acts: "training",
  transform({ g, x, params, sometimes }) {
    return sometimes(rangeOf(params.factor, 0), g.sub(rangeOf(params.value_range)[1], x));
  },
  examples: [
    { source: "RandomInvert([1, 1])", input: [3, 2, 3], output: [3, 2, 3], parameters: 0 },
    { source: "RandomInvert([1, 1], [0, 1])", input: [2, 2, 1], output: [2, 2, 1], parameters: 0 },
  ],
});
