import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { allTypes, pointwiseType } from "../type-rules.ts";

export const sign: PointwisePrimitive = {
  kind: "pointwise",
  name: "sign",
  doc: "-1, 0 or 1 by the sign; 0, -0 and NaN stay themselves. No gradient.",
  arity: 1,
  dtypes: allTypes,
  type: pointwiseType(1, allTypes),
  gradient: () => [undefined],
  reference: (x) => Math.sign(x),
  kernel: (m, x) => {
    const zero = m.constant(0);
    const notNegative = m.select(m.less(zero, x), m.constant(1), x);
    return m.select(m.less(x, zero), m.constant(-1), notNegative);
  },
  ulps: 0,
  cost: 3,
  samples: [
    { inputs: [drawn(0.1, 5)] },
    { inputs: [listed(...edges)], kinked: true },
    { inputs: [listed(0, 7, -3)], dtypes: ["i32"] },
  ],
};
