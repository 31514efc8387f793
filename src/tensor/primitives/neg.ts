import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { allTypes, pointwiseType } from "../type-rules.ts";

export const neg: PointwisePrimitive = {
  kind: "pointwise",
  name: "neg",
  doc: "The number with the other sign.",
  arity: 1,
  dtypes: allTypes,
  type: pointwiseType(1, allTypes),
  gradient: (g, dy) => [g.neg(dy)],
  reference: (x) => -x,
  kernel: (m, x) => (m.precision === "i32" ? m.subtract(m.constant(0), x) : m.negate(x)),
  ulps: 0,
  cost: 1,
  samples: [
    { inputs: [drawn(-5, 5)] },
    { inputs: [listed(...edges)], kinked: true },
    { inputs: [listed(0, 7, -3, 2147483647)], dtypes: ["i32"] },
  ],
};
