import { integer, param } from "../../words/param-types.ts";
import { dataFormat } from "../data-format.ts";
import { histograms, roundedToEven, runningSums } from "../histogram.ts";
import { defineImageLayer } from "../image-layer.ts";
import { bytes, rescale, valueRangeParam } from "../value-range.ts";

export const equalization = defineImageLayer({
  name: "Equalization",
  doc: "Spreads the shades of each channel of each image evenly while training, so that dark and pale pictures look alike. Formula: a shade becomes the share of pixels that are no brighter. Keras counts the shades of all images of a batch together; here each image is counted by itself.",
  params: {
    value_range: valueRangeParam,
    bins: param(integer({ min: 1 }), "number of shades that are told apart", 256),
    data_format: dataFormat,
  },
  acts: "training",
  transform({ g, x, batch, channels, params: { value_range, bins } }) {
    const shades = rescale(g, x, value_range, bytes);
    const bin = (value: typeof x) => g.cast(g.min(g.max(value, 0), bins - 1), "i32");
    const image = g.iota(x.shape, 0, "i32");
    const group = g.add(g.mul(image, channels), g.iota(x.shape, 3, "i32"));
    const groups = batch * channels;
    const shade = bin(g.mul(g.div(shades, 255), bins - 1));
    const counts = histograms(g, { shade, group, groups, bins }, x);
    const sums = runningSums(g, counts);
    const all = g.slice(sums, [0, bins - 1], [groups, 1]);
    const first = g.reduceMin(g.where(g.less(0, sums), sums, all), [1], true);
    const rest = g.sub(all, first);
    const curve = g.div(g.mul(g.sub(sums, first), 255), g.where(g.equal(rest, 0), 1, rest));
    const table = g.reshape(g.min(g.max(roundedToEven(g, curve), 0), 255), [groups * bins]);
    const spread = g.gather(table, g.add(g.mul(group, bins), shade));
    // A channel of one shade has nothing to spread.
    const plain = g.gather(g.reshape(g.equal(rest, 0), [groups]), group);
    return rescale(g, g.where(plain, shades, spread), bytes, value_range);
  },
  examples: [
    { source: "Equalization([-1, 1], 8)", input: [3, 4, 2], output: [3, 4, 2], parameters: 0 },
    { source: "Equalization([-1, 1])", input: [6, 6, 1], output: [6, 6, 1], parameters: 0 },
  ],
});
