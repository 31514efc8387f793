import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edgePairs, integerPairs } from "../samples.ts";
import { allTypes, pointwiseType } from "../type-rules.ts";

export const mul: PointwisePrimitive = {
  kind: "pointwise",
  name: "mul",
  doc: "The product of two.",
  arity: 2,
  dtypes: allTypes,
  type: pointwiseType(2, allTypes),
  gradient: (g, dy, [a, b]) => [g.mul(dy, b as Node), g.mul(dy, a as Node)],
  reference: (a, b) => a * b,
  kernel: (m, a, b) => m.multiply(a, b),
  ulps: 0.5,
  neutral: { left: 1, right: 1 },
  cost: 1,
  samples: [
    { inputs: [drawn(-3, 3), drawn(-3, 3)] },
    { inputs: edgePairs, kinked: true },
    { inputs: integerPairs, dtypes: ["i32"] },
  ],
};
