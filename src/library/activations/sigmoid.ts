import { defineActivation } from "../activation.ts";

export const sigmoid = defineActivation({
  name: "sigmoid",
  doc: "Squeezes any number into 0 to 1: 1 / (1 + exp(-x)). For an output that is a probability: one unit for yes or no, several for labels that do not exclude each other; with binary_crossentropy. Between hidden layers its gradient vanishes at both ends. Formula: the logistic function (Verhulst 1838).",
  params: {},
  lower: (g, _params, x) => g.sigmoid(x),
  facts: () => ({
    range: [0, 1],
    nonlinear: true,
    output: "probability",
    saturates: true,
    initializer: "glorot",
  }),
  examples: [
    { source: "sigmoid", x: [-2, -0.5, 0, 0.5, 2], y: [0.119203, 0.377541, 0.5, 0.622459, 0.880797] },
  ],
});
