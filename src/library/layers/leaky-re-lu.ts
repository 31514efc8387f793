import { instanceWithDefaults } from "../../words/instance-of.ts";
import { number, param } from "../../words/param-types.ts";
import { leakyRelu } from "../activations/leaky-relu.ts";
import { defineLayer } from "../layer.ts";
import { sameShape } from "../same-shape.ts";

export const leakyReLU = defineLayer({
  name: "LeakyReLU",
  doc: "Passes positive numbers and scales negative ones down, as a layer: x, or negative_slope * x below 0. In place of ReLU where units die. Formula: Maas, Hannun and Ng (2013). Its default slope is 0.3; the activation leaky_relu has 0.2.",
  params: { negative_slope: param(number({ min: 0 }), "slope below 0", 0.3) },
  shape: (_params, inputs) => sameShape(inputs),
  lower({ g, params, inputs: [x], float, activate }) {
    if (x === undefined) throw new Error("LeakyReLU is lowered with one input");
    return activate(instanceWithDefaults(leakyRelu, params), g.cast(x, float));
  },
  mask: "keep",
  facts: ({ negative_slope }) => ({
    learns: false,
    nonlinear: negative_slope !== 1,
    activation: instanceWithDefaults(leakyRelu, { negative_slope }),
  }),
  examples: [
    { source: "LeakyReLU()", input: [5], output: [5], parameters: 0 },
    { source: "LeakyReLU(0.1)", input: [2, 3], output: [2, 3], parameters: 0 },
  ],
});
