import { instanceWithDefaults } from "../../words/instance-of.ts";
import { number, optional, param } from "../../words/param-types.ts";
import { relu } from "../activations/relu.ts";
import { defineLayer } from "../layer.ts";
import { sameShape } from "../same-shape.ts";

export const reLU = defineLayer({
  name: "ReLU",
  doc: "Passes positive numbers and turns negative ones into 0, as a layer: max(x, 0). The same as the activation relu, with room for a slope, a cap and a threshold. Formula: Nair and Hinton (2010); max_value where x is larger, x above the threshold, else negative_slope * (x - threshold).",
  params: {
    max_value: param(optional(number({ min: 0 })), "largest output; none for no bound", null),
    negative_slope: param(number({ min: 0 }), "slope below the threshold", 0),
    threshold: param(number({ min: 0 }), "inputs up to here count as off", 0),
  },
  shape: (_params, inputs) => sameShape(inputs),
  lower({ g, params, inputs: [x], float, activate }) {
    if (x === undefined) throw new Error("ReLU is lowered with one input");
    return activate(instanceWithDefaults(relu, params), g.cast(x, float));
  },
  mask: "keep",
  facts: (params) => ({
    learns: false,
    nonlinear: relu.facts(params).nonlinear,
    activation: instanceWithDefaults(relu, params),
  }),
  examples: [
    { source: "ReLU()", input: [5], output: [5], parameters: 0 },
    { source: "ReLU(max_value = 6)", input: [2, 3], output: [2, 3], parameters: 0 },
    { source: "ReLU(negative_slope = 0.1, threshold = 0.5)", input: [4], output: [4], parameters: 0 },
  ],
});
