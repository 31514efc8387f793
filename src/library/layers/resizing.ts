import { size } from "../../words/list-types.ts";
import { choice, flag, number, param } from "../../words/param-types.ts";
import { dataFormat } from "../data-format.ts";
import { defineImageLayer } from "../image-layer.ts";
import { ShapeProblem } from "../layer.ts";
import { interpolations } from "../resize.ts";
import { paddedToRatio, resized, sizesOf, withinRatio } from "../resize-image.ts";

export const resizing = defineImageLayer({
  name: "Resizing",
  doc: "Brings images to one size: stretched, cut to the new shape first, or with a margin around. First in a network that wants other images than the data has.",
  params: {
    height: param(size, "rows of the new image"),
    width: param(size, "columns of the new image"),
    interpolation: param(choice(...interpolations), "what stands between the pixels", "bilinear"),
    crop_to_aspect_ratio: param(
      flag,
      "whether what sticks out is cut off, so that nothing is stretched",
      false,
    ),
    pad_to_aspect_ratio: param(flag, "whether a margin is added, so that nothing is stretched", false),
    fill_mode: param(choice("constant"), "what the margin is: fill_value", "constant"),
    fill_value: param(number(), "number in the margin", 0),
    antialias: param(flag, "whether pixels between count too where the image gets smaller", false),
    data_format: dataFormat,
  },
  acts: "always",
  check({ crop_to_aspect_ratio, pad_to_aspect_ratio }) {
    if (!crop_to_aspect_ratio || !pad_to_aspect_ratio) return;
    throw new ShapeProblem("bad-option", "Resizing cuts or adds a margin, not both", {
      param: "pad_to_aspect_ratio",
      label: "crop_to_aspect_ratio is true as well",
    });
  },
  size: ({ height, width }) => [height, width],
  transform({ g, x, params }) {
    const target = sizesOf(params);
    const { interpolation, antialias, fill_value } = params;
    const cut = params.crop_to_aspect_ratio ? withinRatio(g, x, target) : x;
    const whole = params.pad_to_aspect_ratio ? paddedToRatio(g, cut, target, fill_value) : cut;
    return resized(g, whole, target, { interpolation, antialias });
  },
  examples: [
    { source: "Resizing(2, 3)", input: [4, 4, 1], output: [2, 3, 1], parameters: 0 },
    { source: "Resizing(4, 6, bicubic, true)", input: [3, 3, 1], output: [4, 6, 1], parameters: 0 },
    {
      source: "Resizing(4, 3, nearest, pad_to_aspect_ratio = true, fill_value = 7)",
      input: [2, 4, 2],
      output: [4, 3, 2],
      parameters: 0,
    },
  ],
});
