import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { allTypes, pointwiseType } from "../type-rules.ts";

export const abs: PointwisePrimitive = {
  kind: "pointwise",
  name: "abs",
  doc: "The absolute value. Its gradient at 0 is 0.",
  arity: 1,
  dtypes: allTypes,
  type: pointwiseType(1, allTypes),
  gradient: (g, dy, [x]) => [g.mul(dy, g.sign(x as Node))],
  reference: (x) => Math.abs(x),
  kernel: (m, x) => {
    if (m.precision !== "i32") return m.abs(x);
    const zero = m.constant(0);
    return m.select(m.less(x, zero), m.subtract(zero, x), x);
  },
  ulps: 0,
  cost: 1,
  samples: [
    { inputs: [drawn(0.1, 5)] },
    { inputs: [drawn(-5, -0.1)] },
    { inputs: [listed(...edges)], kinked: true },
    { inputs: [listed(0, 7, -3)], dtypes: ["i32"] },
  ],
};
