import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edgePairs } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const div: PointwisePrimitive = {
  kind: "pointwise",
  name: "div",
  doc: "The first divided by the second.",
  arity: 2,
  dtypes: floatTypes,
  type: pointwiseType(2, floatTypes),
  gradient: (g, dy, [, b], y) => [g.div(dy, b as Node), g.neg(g.mul(dy, g.div(y, b as Node)))],
  reference: (a, b) => a / b,
  kernel: (m, a, b) => m.divide(a, b),
  ulps: 0.5,
  neutral: { right: 1 },
  cost: 5,
  samples: [{ inputs: [drawn(-3, 3), drawn(0.5, 3)] }, { inputs: edgePairs, kinked: true }],
};
