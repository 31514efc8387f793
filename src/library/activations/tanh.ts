import { defineActivation } from "../activation.ts";

export const tanh = defineActivation({
  name: "tanh",
  doc: "Squeezes any number into -1 to 1, with 0 staying 0. For recurrent layers and for outputs between -1 and 1; its gradient vanishes at both ends. Formula: the hyperbolic tangent.",
  params: {},
  lower: (g, _params, x) => g.tanh(x),
  facts: () => ({ range: [-1, 1], nonlinear: true, saturates: true, initializer: "glorot" }),
  examples: [{ source: "tanh", x: [-2, -0.5, 0, 0.5, 2], y: [-0.964028, -0.462117, 0, 0.462117, 0.964028] }],
});
