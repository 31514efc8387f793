import { logistic } from "../functions/hyperbolic.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const sigmoid: PointwisePrimitive = {
  kind: "pointwise",
  name: "sigmoid",
  doc: "The logistic function 1 / (1 + exp(-x)).",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, _, y) => [g.mul(dy, g.mul(y, g.sub(1, y)))],
  reference: (x) => {
    const e = Math.exp(-Math.abs(x));
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
  },
  kernel: logistic,
  ulps: 2,
  cost: 35,
  samples: [
    { inputs: [drawn(-3, 3)] },
    { inputs: [drawn(-87, 87, 301)], kinked: true },
    { inputs: [listed(...edges, 1e-30, 100, -100, -800)], kinked: true },
  ],
};
