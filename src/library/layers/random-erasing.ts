import { oneOrMany } from "../../words/list-types.ts";
import { number, optional, param } from "../../words/param-types.ts";
import { factor, type Range, rangeOf } from "../factor.ts";
import { defineImageLayer, seedThenFormat } from "../image-layer.ts";
import { clipTo, valueRangeParam } from "../value-range.ts";

const share = factor({ min: 0, max: 1 });

export const randomErasing = defineImageLayer({
  name: "RandomErasing",
  doc: "Covers a rectangle of each image while training, of a random size at a random place, so that no single part of a thing decides. Formula: Zhong and others, Random erasing data augmentation (2017).",
  params: {
    factor: param(share, "the largest chance of each image, or lowest and highest", 1),
    scale: param(
      share,
      "the area that is covered as a share of the image, or smallest and largest",
      [0.02, 0.33],
    ),
    fill_value: param(
      optional(oneOrMany(number())),
      "what covers it: a number, one for each channel, or random noise where left out",
      null,
    ),
    value_range: valueRangeParam,
    ...seedThenFormat,
  },
  acts: "training",
  transform({ g, x, batch, height, width, channels, params, uniform, normal, sometimes }) {
    const area = rangeOf(params.scale, 0);
    const inside = (name: string, length: number, axis: number) => {
      const reach = g.mul(g.sqrt(uniform(`${name} share`, area)), length);
      const start = g.mul(uniform(`${name} start`, [0, 1] as Range), g.sub(length, reach));
      const place = g.iota([batch, height, width, 1], axis, x.dtype);
      return g.mul(g.lessOrEqual(start, place), g.less(place, g.add(start, reach)));
    };
    const covered = g.mul(inside("width", width, 2), inside("height", height, 1));
    const { fill_value: fill, value_range } = params;
    const cover =
      fill === null
        ? g.mul(normal("noise", x.shape), value_range[1] ?? 0)
        : g.constant(fill, [typeof fill === "number" ? 1 : channels], x.dtype);
    return sometimes(rangeOf(params.factor, 0), g.where(covered, clipTo(g, cover, value_range), x));
  },
  examples: [
    { source: "RandomErasing([1, 1], [0.3, 0.4])", input: [5, 4, 3], output: [5, 4, 3], parameters: 0 },
    { source: "RandomErasing([1, 1], 0.9, 7)", input: [4, 4, 1], output: [4, 4, 1], parameters: 0 },
  ],
});
