import { instanceWithDefaults } from "../../words/instance-of.ts";
import { softmax as activation } from "../activations/softmax.ts";
import { activatedShape } from "../applied-activation.ts";
import { axisParam } from "../axis.ts";
import { defineLayer } from "../layer.ts";

export const softmax = defineLayer({
  name: "Softmax",
  doc: "Turns numbers into probabilities that sum to 1, as a layer: exp(x) / sum(exp(x)) along an axis. The same as the activation softmax: for an output of one class out of several.",
  params: { axis: axisParam },
  shape(params, [x]) {
    if (x === undefined) throw new Error("Softmax has one input");
    return { shape: activatedShape(instanceWithDefaults(activation, params), x.shape), dtype: "float" };
  },
  lower({ g, params, inputs: [x], float, activate }) {
    if (x === undefined) throw new Error("Softmax is lowered with one input");
    return activate(instanceWithDefaults(activation, params), g.cast(x, float));
  },
  facts: () => ({ learns: false, nonlinear: true }),
  examples: [
    { source: "Softmax()", input: [5], output: [5], parameters: 0 },
    { source: "Softmax(axis = 0)", input: [3, 2], output: [3, 2], parameters: 0 },
  ],
});
