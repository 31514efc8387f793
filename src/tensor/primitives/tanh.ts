import { hyperbolicTangent } from "../functions/hyperbolic.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const tanh: PointwisePrimitive = {
  kind: "pointwise",
  name: "tanh",
  doc: "The hyperbolic tangent.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, _, y) => [g.mul(dy, g.sub(1, g.mul(y, y)))],
  reference: (x) => Math.tanh(x),
  kernel: hyperbolicTangent,
  ulps: 2,
  cost: 40,
  samples: [
    { inputs: [drawn(-3, 3)] },
    { inputs: [drawn(-0.001, 0.001)], kinked: true },
    { inputs: [drawn(-25, 25, 301)], kinked: true },
    { inputs: [listed(...edges, 1e-30, 100)], kinked: true },
  ],
};
