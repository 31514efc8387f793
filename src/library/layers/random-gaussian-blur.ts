import { integers } from "../../words/list-types.ts";
import { param } from "../../words/param-types.ts";
import { factor, rangeOf } from "../factor.ts";
import { blurred, gaussian } from "../gaussian-blur.ts";
import { defineImageLayer, formatThenSeed } from "../image-layer.ts";
import { ShapeProblem } from "../layer.ts";
import { clipTo, valueRangeParam } from "../value-range.ts";

const share = factor({ min: 0, max: 1 });

/** Keeps a deviation of 0 from being divided by, as in Keras. */
const least = 1e-6;

export const randomGaussianBlur = defineImageLayer({
  name: "RandomGaussianBlur",
  doc: "Blurs a random share of the images while training, all of a batch by the same amount. The window is a bell whose width is drawn along each axis.",
  params: {
    factor: param(share, "the largest chance of each image, or lowest and highest", 1),
    kernel_size: param(integers(2), "width and height of the window in pixels, odd numbers", [3, 3]),
    sigma: param(share, "the largest standard deviation of the bell in pixels, or lowest and highest", 1),
    value_range: valueRangeParam,
    ...formatThenSeed,
  },
  acts: "training",
  check({ kernel_size }) {
    if (kernel_size.every((size) => size % 2 === 1)) return;
    throw new ShapeProblem("bad-option", "RandomGaussianBlur: the window has no pixel in the middle", {
      param: "kernel_size",
      label: "odd numbers, such as 3 or 5",
    });
  },
  transform({ g, x, params, uniform, sometimes }) {
    const sigma = g.add(uniform("sigma", rangeOf(params.sigma, 0), [2]), least);
    const [width = 1, height = 1] = params.kernel_size;
    const across = gaussian(g, width, g.slice(sigma, [0], [1]));
    const down = gaussian(g, height, g.slice(sigma, [1], [1]));
    return clipTo(g, sometimes(rangeOf(params.factor, 0), blurred(g, x, down, across)), params.value_range);
  },
  examples: [
    {
      source: "RandomGaussianBlur([1, 1], [3, 5], [0.5, 1], [-9, 9])",
      input: [4, 5, 1],
      output: [4, 5, 1],
      parameters: 0,
    },
  ],
});
