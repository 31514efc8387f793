import { defineImageLayer } from "../image-layer.ts";
import { bytes, rescale, valueRangeParam } from "../value-range.ts";

export const autoContrast = defineImageLayer({
  name: "AutoContrast",
  doc: "Stretches each channel of each image over the whole of value_range: its darkest pixel becomes the lowest number, its brightest the highest. A channel of one colour stays as it is.",
  params: { value_range: valueRangeParam },
  acts: "always",
  transform({ g, x, params }) {
    const shades = rescale(g, x, params.value_range, bytes);
    const low = g.reduceMin(shades, [1, 2], true);
    const high = g.reduceMax(shades, [1, 2], true);
    const plain = g.equal(high, low);
    const scale = g.div(255, g.where(plain, 1, g.sub(high, low)));
    const stretched = g.add(g.mul(shades, scale), g.mul(g.neg(low), scale));
    const result = rescale(g, g.min(g.max(stretched, 0), 255), bytes, params.value_range);
    return g.where(plain, x, result);
  },
  facts: { nonlinear: true, rescales: true },
  examples: [
    { source: "AutoContrast()", input: [3, 2, 3], output: [3, 2, 3], parameters: 0 },
    { source: "AutoContrast([0, 1])", input: [2, 2, 1], output: [2, 2, 1], parameters: 0 },
  ],
});
