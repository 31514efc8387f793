import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const sqrt: PointwisePrimitive = {
  kind: "pointwise",
  name: "sqrt",
  doc: "The square root, correctly rounded; NaN below 0.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, _, y) => [g.mul(dy, g.div(0.5, y))],
  reference: (x) => Math.sqrt(x),
  kernel: (m, x) => m.sqrt(x),
  ulps: 0.5,
  cost: 10,
  samples: [{ inputs: [drawn(0.1, 9)] }, { inputs: [listed(...edges, 1e-40, 1e30)], kinked: true }],
};
