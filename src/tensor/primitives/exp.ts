import { exponential } from "../functions/exponential.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const exp: PointwisePrimitive = {
  kind: "pointwise",
  name: "exp",
  doc: "e to the power of x.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, _, y) => [g.mul(dy, y)],
  reference: (x) => Math.exp(x),
  kernel: exponential,
  ulps: 1,
  cost: 20,
  samples: [
    { inputs: [drawn(-3, 3)] },
    { inputs: [drawn(-87, 88, 301)], kinked: true },
    { inputs: [listed(...edges, -110, -90, 88.7, 89, 1e-30, 710, -746)], kinked: true },
  ],
};
