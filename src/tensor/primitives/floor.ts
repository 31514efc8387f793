import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const floor: PointwisePrimitive = {
  kind: "pointwise",
  name: "floor",
  doc: "The largest integer that is not above. No gradient.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: () => [undefined],
  reference: (x) => Math.floor(x),
  kernel: (m, x) => m.floor(x),
  ulps: 0,
  cost: 1,
  samples: [
    { inputs: [drawn(0.1, 0.9)] },
    { inputs: [listed(...edges, 2.5, -2.5, 8388609, 1e30)], kinked: true },
  ],
};
