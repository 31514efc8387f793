import { productOf } from "../../base/dim.ts";
import { sizeOf } from "../../tensor/types.ts";
import { dataFormat, toLast } from "../data-format.ts";
import { defineLayer } from "../layer.ts";

export const flatten = defineLayer({
  name: "Flatten",
  doc: "Lays all axes of a row out as one, in order. Between images (or feature maps) and Dense layers, which mix the last axis only. Channels vary fastest, whichever axis they are.",
  params: { data_format: dataFormat },
  shape(_params, [x]) {
    if (x === undefined) throw new Error("Flatten has one input");
    return { shape: [productOf(x.shape)], dtype: x.dtype };
  },
  lower({ g, params: { data_format }, inputs: [x] }) {
    if (x === undefined) throw new Error("Flatten is lowered with one input");
    const [batch = 1, ...row] = x.shape;
    return g.reshape(data_format === "channels_first" ? toLast(g, x) : x, [batch, sizeOf(row)]);
  },
  facts: () => ({ learns: false, nonlinear: false, rearranges: true }),
  examples: [
    { source: "Flatten()", input: [28, 28, 1], output: [784], parameters: 0 },
    { source: "Flatten(channels_first)", input: [2, 3, 4], output: [24], parameters: 0 },
    { source: "Flatten()", input: [], output: [1], parameters: 0 },
  ],
});
