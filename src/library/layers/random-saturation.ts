import { param } from "../../words/param-types.ts";
import { changedSaturation } from "../colour-changes.ts";
import { factor } from "../factor.ts";
import { defineImageLayer, formatThenSeed } from "../image-layer.ts";
import { valueRangeParam } from "../value-range.ts";

export const randomSaturation = defineImageLayer({
  name: "RandomSaturation",
  doc: "Makes the colours of each image paler or fuller by a random amount while training. A factor f multiplies the saturation by f / (1 - f): 0 gives grey, 0.5 leaves the image as it is, 1 gives the fullest colours.",
  params: {
    factor: param(
      factor({ min: -1, max: 1 }),
      "the fullest, or the palest and the fullest: [0.4, 0.6] changes a little",
    ),
    value_range: valueRangeParam,
    ...formatThenSeed,
  },
  acts: "training",
  colours: "rgb",
  transform: (images) => changedSaturation(images, images.params.factor, images.params.value_range),
  examples: [{ source: "RandomSaturation([0.2, 0.4])", input: [3, 2, 3], output: [3, 2, 3], parameters: 0 }],
});
