import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edgePairs, integerPairs } from "../samples.ts";
import { allTypes, pointwiseType } from "../type-rules.ts";

export const add: PointwisePrimitive = {
  kind: "pointwise",
  name: "add",
  doc: "The sum of two.",
  arity: 2,
  dtypes: allTypes,
  type: pointwiseType(2, allTypes),
  gradient: (_, dy) => [dy, dy],
  reference: (a, b) => a + b,
  kernel: (m, a, b) => m.add(a, b),
  ulps: 0.5,
  neutral: { left: -0, right: -0 },
  cost: 1,
  samples: [
    { inputs: [drawn(-3, 3), drawn(-3, 3)] },
    { inputs: edgePairs, kinked: true },
    { inputs: integerPairs, dtypes: ["i32"] },
  ],
};
