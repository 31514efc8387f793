import { optional, param } from "../../words/param-types.ts";
import {
  type ColourChange,
  changedBrightness,
  changedContrast,
  changedHue,
  changedSaturation,
} from "../colour-changes.ts";
import { type Factor, factor } from "../factor.ts";
import { defineImageLayer, type Images, seedThenFormat } from "../image-layer.ts";
import { valueRangeParam } from "../value-range.ts";

const any = optional(factor({ min: -1, max: 1 }));
const positive = optional(factor({ min: 0, max: 1 }));

export const randomColorJitter = defineImageLayer({
  name: "RandomColorJitter",
  doc: "Changes brightness, contrast, saturation and hue of each image while training, in this order, those that have a factor. What the four layers of these names do, in one.",
  params: {
    value_range: valueRangeParam,
    brightness_factor: param(any, "as in RandomBrightness", null),
    contrast_factor: param(positive, "as in RandomContrast", null),
    saturation_factor: param(any, "as in RandomSaturation", null),
    hue_factor: param(positive, "as in RandomHue", null),
    ...seedThenFormat,
  },
  acts: "training",
  colours: "rgb",
  transform(images) {
    const { brightness_factor, contrast_factor, saturation_factor, hue_factor, value_range } = images.params;
    const changes: readonly (readonly [ColourChange, Factor | null])[] = [
      [changedBrightness, brightness_factor],
      [changedContrast, contrast_factor],
      [changedSaturation, saturation_factor],
      [changedHue, hue_factor],
    ];
    const changed = (before: Images<unknown>, [change, factor]: (typeof changes)[number]): Images<unknown> =>
      factor === null ? before : { ...before, x: change(before, factor, value_range) };
    return changes.reduce(changed, images as Images<unknown>).x;
  },
  examples: [
    {
      source: "RandomColorJitter([-1, 1], 0.2, [0.1, 0.2], [0.4, 0.6], 0.3)",
      input: [3, 2, 3],
      output: [3, 2, 3],
      parameters: 0,
    },
  ],
});
