import { param } from "../../words/param-types.ts";
import { activatedShape, activationParam } from "../applied-activation.ts";
import { defineLayer } from "../layer.ts";

export const activation = defineLayer({
  name: "Activation",
  doc: "Applies an activation to every element. An activation alone is a stage too, so Activation(relu) and relu mean the same; most layers take it as an argument.",
  params: { activation: param(activationParam.type, "the activation") },
  shape({ activation }, [x]) {
    if (x === undefined) throw new Error("Activation has one input");
    return { shape: activatedShape(activation, x.shape), dtype: "float" };
  },
  lower({ g, params, inputs: [x], float, activate }) {
    if (x === undefined) throw new Error("Activation is lowered with one input");
    return activate(params.activation, g.cast(x, float));
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: false, activationParam: "activation" }),
  examples: [
    { source: "Activation(relu)", input: [5], output: [5], parameters: 0 },
    { source: "Activation(softmax(axis = 0))", input: [3, 2], output: [3, 2], parameters: 0 },
    { source: "Activation(glu)", input: [3, 4], output: [3, 2], parameters: 0 },
  ],
});
