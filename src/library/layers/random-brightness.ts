import { param } from "../../words/param-types.ts";
import { changedBrightness } from "../colour-changes.ts";
import { factor } from "../factor.ts";
import { defineImageLayer, seedParam } from "../image-layer.ts";
import { valueRangeParam } from "../value-range.ts";

export const randomBrightness = defineImageLayer({
  name: "RandomBrightness",
  doc: "Makes each image brighter or darker by a random amount while training. Say value_range where the numbers were scaled before.",
  params: {
    factor: param(
      factor({ min: -1, max: 1 }),
      "the largest change as a share of value_range, or lowest and highest",
    ),
    value_range: valueRangeParam,
    seed: seedParam,
  },
  acts: "training",
  transform: (images) => changedBrightness(images, images.params.factor, images.params.value_range),
  examples: [
    { source: "RandomBrightness(0.2)", input: [3, 4, 3], output: [3, 4, 3], parameters: 0 },
    { source: "RandomBrightness([0.1, 0.3], [-2, 2])", input: [2, 2, 1], output: [2, 2, 1], parameters: 0 },
  ],
});
