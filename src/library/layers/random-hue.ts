import { param } from "../../words/param-types.ts";
import { changedHue } from "../colour-changes.ts";
import { factor } from "../factor.ts";
import { defineImageLayer, formatThenSeed } from "../image-layer.ts";
import { valueRangeParam } from "../value-range.ts";

export const randomHue = defineImageLayer({
  name: "RandomHue",
  doc: "Turns the colours of each image round the colour wheel by a random amount while training, either way. A factor of 1 goes to the colour that stands opposite.",
  params: {
    factor: param(
      factor({ min: 0, max: 1 }),
      "the farthest as a share of half the wheel, or nearest and farthest",
    ),
    value_range: valueRangeParam,
    ...formatThenSeed,
  },
  acts: "training",
  colours: "rgb",
  transform: (images) => changedHue(images, images.params.factor, images.params.value_range),
  examples: [
    { source: "RandomHue([0.3, 0.5], [-2, 2])", input: [3, 2, 3], output: [3, 2, 3], parameters: 0 },
  ],
});
