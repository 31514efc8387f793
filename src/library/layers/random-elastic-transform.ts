import { choice, param } from "../../words/param-types.ts";
import { factor, rangeOf } from "../factor.ts";
import { blurred, gaussianWithin } from "../gaussian-blur.ts";
import { defineImageLayer, seedThenFormat } from "../image-layer.ts";
import { fillModes, fillValueParam, sampleImage, samplingParam } from "../sample-image.ts";
import { clipTo, valueRangeParam } from "../value-range.ts";

const share = factor({ min: 0, max: 1 });

export const randomElasticTransform = defineImageLayer({
  name: "RandomElasticTransform",
  doc: "Bends each image while training, as if it were printed on rubber: every pixel is read from a place nearby, and neighbours go about the same way. Good for handwriting. Formula: Simard and others, Best practices for convolutional neural networks (2003).",
  params: {
    factor: param(share, "the largest chance of each image, or lowest and highest", 1),
    scale: param(share, "how much it bends at most, or least and most", 1),
    interpolation: samplingParam,
    fill_mode: param(choice(...fillModes), "what stands beyond the edge, as in RandomRotation", "reflect"),
    fill_value: fillValueParam,
    value_range: valueRangeParam,
    ...seedThenFormat,
  },
  acts: "training",
  transform({ g, x, batch, height, width, params, uniform, normal, sometimes }) {
    const scale = rangeOf(params.scale, 0);
    if (scale[1] === 0) return x;
    const amount = uniform("amount", scale, [1]);
    const sigma = g.mul(amount, 0.05 * Math.min(height, width));
    const bell = gaussianWithin(g, sigma, 0.05 * Math.min(height, width) * scale[1]);
    const shift = (name: string) => {
      const noise = g.mul(normal(name, [batch, height, width, 1]), sigma);
      const smooth = g.reshape(blurred(g, noise, bell, bell), [batch, height, width]);
      return g.mul(smooth, g.mul(amount, 0.1 * Math.max(height, width)));
    };
    const at = {
      y: g.add(g.iota([batch, height, width], 1, x.dtype), shift("down")),
      x: g.add(g.iota([batch, height, width], 2, x.dtype), shift("across")),
    };
    const { interpolation, fill_mode: mode, fill_value: fill, value_range } = params;
    const bent = sampleImage(g, x, at, { interpolation, mode, fill });
    return clipTo(g, sometimes(rangeOf(params.factor, 0), bent), value_range);
  },
  examples: [
    {
      source: "RandomElasticTransform([1, 1], [0.5, 1], value_range = [-1, 1])",
      input: [5, 5, 1],
      output: [5, 5, 1],
      parameters: 0,
    },
  ],
});
