import { instanceWithDefaults } from "../../words/instance-of.ts";
import { number, param } from "../../words/param-types.ts";
import { elu as activation } from "../activations/elu.ts";
import { defineLayer } from "../layer.ts";
import { sameShape } from "../same-shape.ts";

export const elu = defineLayer({
  name: "ELU",
  doc: "Passes positive numbers and bends negative ones smoothly towards -alpha, as a layer: x, or alpha * (exp(x) - 1) below 0. The same as the activation elu. Formula: Clevert, Unterthiner and Hochreiter (2016).",
  params: { alpha: param(number({ min: 0 }), "where negative inputs level off, as -alpha", 1) },
  shape: (_params, inputs) => sameShape(inputs),
  lower({ g, params, inputs: [x], float, activate }) {
    if (x === undefined) throw new Error("ELU is lowered with one input");
    return activate(instanceWithDefaults(activation, params), g.cast(x, float));
  },
  mask: "keep",
  facts: ({ alpha }) => ({
    learns: false,
    nonlinear: true,
    activation: instanceWithDefaults(activation, { alpha }),
  }),
  examples: [
    { source: "ELU()", input: [5], output: [5], parameters: 0 },
    { source: "ELU(alpha = 0.5)", input: [2, 3], output: [2, 3], parameters: 0 },
  ],
});
