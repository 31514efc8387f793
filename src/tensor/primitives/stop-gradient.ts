import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, listed } from "../samples.ts";
import { allTypes, pointwiseType } from "../type-rules.ts";

export const stopGradient: PointwisePrimitive = {
  kind: "pointwise",
  name: "stop-gradient",
  doc: "The value itself, with no gradient.",
  arity: 1,
  dtypes: allTypes,
  type: pointwiseType(1, allTypes),
  gradient: () => [undefined],
  reference: (x) => x,
  kernel: (_, x) => x,
  ulps: 0,
  identity: true,
  cost: 0,
  samples: [
    { inputs: [drawn(-5, 5)], kinked: true },
    { inputs: [listed(1, -2)], dtypes: ["i32"] },
  ],
};
