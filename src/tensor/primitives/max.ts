/**
 * At a tie the gradient goes to the second operand, so that relu, written max(x, 0), has gradient 0 at 0.
 */
import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edgePairs, integerPairs } from "../samples.ts";
import { allTypes, pointwiseType } from "../type-rules.ts";

export const max: PointwisePrimitive = {
  kind: "pointwise",
  name: "max",
  doc: "The larger of two: a unless a < b. A NaN in a stays, one in b is ignored.",
  arity: 2,
  dtypes: allTypes,
  type: pointwiseType(2, allTypes),
  // Whether the result is above b says the same as whether a is, for every pair; and a need not be kept for it.
  gradient: (g, dy, [, b], y) => {
    const first = g.less(b as Node, y);
    return [g.where(first, dy, 0), g.where(first, 0, dy)];
  },
  // Not Math.max, which differs at NaN and -0.
  reference: (a, b) => (a < b ? b : a),
  kernel: (m, a, b) => m.maximum(a, b),
  ulps: 0,
  neutral: { right: Number.NEGATIVE_INFINITY },
  cost: 1,
  samples: [
    { inputs: [drawn(-3, 0), drawn(0.1, 3)] },
    { inputs: [drawn(0.1, 3), drawn(-3, 0)] },
    { inputs: [drawn(-3, 3), drawn(-3, 3)], kinked: true },
    { inputs: edgePairs, kinked: true },
    { inputs: integerPairs, dtypes: ["i32"] },
  ],
};
