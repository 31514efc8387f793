import { defineActivation } from "../activation.ts";
import { clamp } from "../piecewise.ts";

export const sparseSigmoid = defineActivation({
  name: "sparse_sigmoid",
  doc: "Sigmoid as a straight line between two level ends: (x + 1) / 2, kept between 0 and 1. For gates that are to be exactly 0 or 1; beyond -1 and 1 its gradient is 0. Formula: sparsemax of two numbers, x and 0 (Martins and Astudillo 2016).",
  params: {},
  lower: (g, _params, x) => clamp(g, g.mul(0.5, g.add(x, 1)), 0, 1),
  facts: () => ({
    range: [0, 1],
    nonlinear: true,
    output: "probability",
    saturates: true,
    initializer: "glorot",
  }),
  examples: [{ source: "sparse_sigmoid", x: [-2, -0.5, 0, 0.5, 2], y: [0, 0.25, 0.5, 0.75, 1] }],
});
