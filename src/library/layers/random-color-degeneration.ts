import { param } from "../../words/param-types.ts";
import { greyOf } from "../colours.ts";
import { factor, rangeOf } from "../factor.ts";
import { defineImageLayer, formatThenSeed } from "../image-layer.ts";
import { clipTo, valueRangeParam } from "../value-range.ts";

export const randomColorDegeneration = defineImageLayer({
  name: "RandomColorDegeneration",
  doc: "Mixes each image with its grey copy by a random share while training. A share of 0 leaves it as it is, 1 takes all colour away.",
  params: {
    factor: param(factor({ min: -1, max: 1 }), "the largest share of grey, or lowest and highest"),
    value_range: valueRangeParam,
    ...formatThenSeed,
  },
  acts: "training",
  colours: "rgb or grey",
  transform({ g, x, params, uniform }) {
    const share = uniform("share", rangeOf(params.factor));
    return clipTo(g, g.add(x, g.mul(share, g.sub(greyOf(g, x), x))), params.value_range);
  },
  examples: [
    {
      source: "RandomColorDegeneration([0.3, 0.9], [-2, 2])",
      input: [3, 2, 3],
      output: [3, 2, 3],
      parameters: 0,
    },
  ],
});
