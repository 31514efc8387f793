import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edgePairs, integerPairs } from "../samples.ts";
import { allTypes, pointwiseType } from "../type-rules.ts";

export const equal: PointwisePrimitive = {
  kind: "pointwise",
  name: "equal",
  doc: "1 where a = b, else 0. No gradient.",
  arity: 2,
  dtypes: allTypes,
  type: pointwiseType(2, allTypes),
  gradient: () => [undefined, undefined],
  reference: (a, b) => (a === b ? 1 : 0),
  kernel: (m, a, b) => m.select(m.equal(a, b), m.constant(1), m.constant(0)),
  ulps: 0,
  cost: 2,
  samples: [
    { inputs: [drawn(-3, 0), drawn(0.1, 3)] },
    { inputs: [drawn(-3, 3), drawn(-3, 3)], kinked: true },
    { inputs: edgePairs, kinked: true },
    { inputs: integerPairs, dtypes: ["i32"] },
  ],
};
