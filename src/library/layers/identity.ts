import { defineLayer } from "../layer.ts";

export const identity = defineLayer({
  name: "Identity",
  doc: "Gives back its input unchanged. As the branch of a block that does nothing, or in the place of a layer that is tried without.",
  params: {},
  shape(_params, [x]) {
    if (x === undefined) throw new Error("Identity has one input");
    return x;
  },
  lower({ inputs: [x] }) {
    if (x === undefined) throw new Error("Identity is lowered with one input");
    return x;
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: false, rearranges: true }),
  examples: [{ source: "Identity()", input: [2, 3], output: [2, 3], parameters: 0 }],
});
