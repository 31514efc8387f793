import { defineActivation } from "../activation.ts";

const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

export const selu = defineActivation({
  name: "selu",
  doc: "A scaled elu whose constants keep mean 0 and variance 1 from layer to layer. For deep stacks of Dense layers with lecun_normal weights and without normalisation. Formula and constants: Klambauer, Unterthiner, Mayr and Hochreiter, Self-normalizing neural networks (2017): 1.0507 * x, or 1.0507 * 1.6733 * (exp(x) - 1) below 0.",
  params: {},
  // As in elu, the exponential sees no positive number.
  lower(g, _params, x) {
    const positive = g.less(0, x);
    return g.where(positive, g.mul(scale, x), g.mul(scale * alpha, g.expm1(g.where(positive, 0, x))));
  },
  // The bound is a little below -scale * alpha, because f32 rounds that product outwards.
  facts: () => ({ range: [-1.7581, Number.POSITIVE_INFINITY], nonlinear: true, initializer: "lecun" }),
  examples: [{ source: "selu", x: [-2, -0.5, 0, 0.5, 2], y: [-1.52017, -0.691758, 0, 0.525351, 2.1014] }],
});
