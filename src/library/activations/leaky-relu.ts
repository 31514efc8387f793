import { number, param } from "../../words/param-types.ts";
import { defineActivation } from "../activation.ts";

export const leakyRelu = defineActivation({
  name: "leaky_relu",
  doc: "Passes positive numbers and scales negative ones down: x, or negative_slope * x below 0. In place of relu where units die, because some gradient always comes through. Formula: Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models (2013). Its default slope is 0.2, as in Keras' function; the layer LeakyReLU has 0.3.",
  params: { negative_slope: param(number({ min: 0 }), "slope below 0", 0.2) },
  lower: (g, { negative_slope }, x) => g.where(g.less(x, 0), g.mul(negative_slope, x), x),
  facts: ({ negative_slope }) => ({
    range: [negative_slope === 0 ? 0 : Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    nonlinear: negative_slope !== 1,
    ...(negative_slope === 0 ? { dies: true } : {}),
    initializer: "he",
  }),
  examples: [
    { source: "leaky_relu", x: [-2, -0.5, 0, 0.5, 2], y: [-0.4, -0.1, 0, 0.5, 2] },
    { source: "leaky_relu(0.01)", x: [-2, 2], y: [-0.02, 2] },
  ],
});
