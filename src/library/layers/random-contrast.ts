import { param } from "../../words/param-types.ts";
import { changedContrast } from "../colour-changes.ts";
import { factor } from "../factor.ts";
import { defineImageLayer, seedParam } from "../image-layer.ts";
import { valueRangeParam } from "../value-range.ts";

export const randomContrast = defineImageLayer({
  name: "RandomContrast",
  doc: "Moves the pixels of each image away from their mean or towards it while training, each channel by itself. Formula: (x - mean) * contrast + mean, the contrast between 1 - lowest and 1 + highest; a single number is the highest alone, as in Keras.",
  params: {
    factor: param(
      factor({ min: 0, max: 1 }),
      "the largest gain of contrast, or the largest loss and the largest gain",
    ),
    value_range: valueRangeParam,
    seed: seedParam,
  },
  acts: "training",
  transform: (images) => changedContrast(images, images.params.factor, images.params.value_range),
  examples: [
    { source: "RandomContrast(0.5)", input: [3, 4, 3], output: [3, 4, 3], parameters: 0 },
    { source: "RandomContrast([0.1, 0.3], [-2, 2])", input: [2, 2, 1], output: [2, 2, 1], parameters: 0 },
  ],
});
