import { exponentialMinusOne } from "../functions/exponential.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const expm1: PointwisePrimitive = {
  kind: "pointwise",
  name: "expm1",
  doc: "exp(x) - 1, exact near 0.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, _, y) => [g.mul(dy, g.add(y, 1))],
  reference: (x) => Math.expm1(x),
  kernel: exponentialMinusOne,
  ulps: 1.25,
  cost: 25,
  samples: [
    { inputs: [drawn(-3, 3)] },
    { inputs: [drawn(-0.001, 0.001)], kinked: true },
    { inputs: [drawn(-87, 88, 301)], kinked: true },
    { inputs: [listed(...edges, -110, 88.7, 1e-30, 710, -746)], kinked: true },
  ],
};
