import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edgePairs, integerPairs } from "../samples.ts";
import { allTypes, pointwiseType } from "../type-rules.ts";

export const sub: PointwisePrimitive = {
  kind: "pointwise",
  name: "sub",
  doc: "The first without the second.",
  arity: 2,
  dtypes: allTypes,
  type: pointwiseType(2, allTypes),
  gradient: (g, dy) => [dy, g.neg(dy)],
  reference: (a, b) => a - b,
  kernel: (m, a, b) => m.subtract(a, b),
  ulps: 0.5,
  neutral: { right: 0 },
  cost: 1,
  samples: [
    { inputs: [drawn(-3, 3), drawn(-3, 3)] },
    { inputs: edgePairs, kinked: true },
    { inputs: integerPairs, dtypes: ["i32"] },
  ],
};
