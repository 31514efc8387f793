import { logarithmOnePlus } from "../functions/logarithm.ts";
import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const log1p: PointwisePrimitive = {
  kind: "pointwise",
  name: "log1p",
  doc: "log(1 + x), exact near 0.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, [x]) => [g.div(dy, g.add(x as Node, 1))],
  reference: (x) => Math.log1p(x),
  kernel: logarithmOnePlus,
  ulps: 1,
  cost: 40,
  samples: [
    { inputs: [drawn(-0.9, 9)] },
    { inputs: [drawn(-0.001, 0.001)], kinked: true },
    { inputs: [listed(...edges, -2, 1e-40, 1e-30, 1e30)], kinked: true },
  ],
};
