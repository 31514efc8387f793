import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, listed } from "../samples.ts";
import { allTypes, pointwiseType } from "../type-rules.ts";

export const where: PointwisePrimitive = {
  kind: "pointwise",
  name: "where",
  doc: "The second operand where the first is not 0 (NaN is not), else the third.",
  arity: 3,
  dtypes: allTypes,
  type: pointwiseType(3, allTypes),
  gradient: (g, dy, [condition]) => [
    undefined,
    g.where(condition as Node, dy, 0),
    g.where(condition as Node, 0, dy),
  ],
  reference: (condition, a, b) => (condition !== 0 ? a : b),
  kernel: (m, condition, a, b) => m.select(m.equal(condition, m.constant(0)), b, a),
  ulps: 0,
  cost: 2,
  samples: [
    {
      inputs: [listed(0, 1, -0, 2, -1, 0.5), listed(1, 2, 3, 4, 5, 6), listed(-1, -2, -3, -4, -5, -6)],
      kinked: true,
    },
    { inputs: [drawn(0.5, 2), drawn(-3, 3), drawn(-3, 3)] },
    {
      inputs: [
        listed(0, Number.NaN, 0, Number.POSITIVE_INFINITY),
        listed(Number.NaN, 1, 2, Number.NaN),
        listed(3, 4, Number.NaN, 6),
      ],
      kinked: true,
    },
    { inputs: [listed(0, 1), listed(5, 6), listed(7, 8)], dtypes: ["i32"] },
  ],
};
