/**
 * At a tie the gradient goes to the second operand, so that a cap, written min(x, 6), has gradient 0 at the cap.
 */
import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edgePairs, integerPairs } from "../samples.ts";
import { allTypes, pointwiseType } from "../type-rules.ts";

export const min: PointwisePrimitive = {
  kind: "pointwise",
  name: "min",
  doc: "The smaller of two: a unless b < a. A NaN in a stays, one in b is ignored.",
  arity: 2,
  dtypes: allTypes,
  type: pointwiseType(2, allTypes),
  // Whether the result is below b says the same as whether a is, for every pair; and a need not be kept for it.
  gradient: (g, dy, [, b], y) => {
    const first = g.less(y, b as Node);
    return [g.where(first, dy, 0), g.where(first, 0, dy)];
  },
  // Not Math.min, which differs at NaN and -0.
  reference: (a, b) => (b < a ? b : a),
  kernel: (m, a, b) => m.minimum(a, b),
  ulps: 0,
  neutral: { right: Number.POSITIVE_INFINITY },
  cost: 1,
  samples: [
    { inputs: [drawn(-3, 0), drawn(0.1, 3)] },
    { inputs: [drawn(0.1, 3), drawn(-3, 0)] },
    { inputs: [drawn(-3, 3), drawn(-3, 3)], kinked: true },
    { inputs: edgePairs, kinked: true },
    { inputs: integerPairs, dtypes: ["i32"] },
  ],
};
