import { size } from "../../words/list-types.ts";
import { param } from "../../words/param-types.ts";
import { dataFormat } from "../data-format.ts";
import { defineImageLayer } from "../image-layer.ts";
import { centre, resized, sizesOf, withinRatio } from "../resize-image.ts";

export const centerCrop = defineImageLayer({
  name: "CenterCrop",
  doc: "The middle of each image. One that is smaller than what is asked is cut to the same shape and enlarged.",
  params: {
    height: param(size, "rows of the new image"),
    width: param(size, "columns of the new image"),
    data_format: dataFormat,
  },
  acts: "always",
  size: ({ height, width }) => [height, width],
  transform({ g, x, height, width, params }) {
    const target = sizesOf(params);
    if (height >= target[0] && width >= target[1]) return centre(g, x, target);
    return resized(g, withinRatio(g, x, target), target, { interpolation: "bilinear", antialias: false });
  },
  examples: [
    { source: "CenterCrop(2, 3)", input: [5, 4, 1], output: [2, 3, 1], parameters: 0 },
    { source: "CenterCrop(4, 6)", input: [3, 3, 1], output: [4, 6, 1], parameters: 0 },
  ],
});
