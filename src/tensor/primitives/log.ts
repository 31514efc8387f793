import { logarithm } from "../functions/logarithm.ts";
import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const log: PointwisePrimitive = {
  kind: "pointwise",
  name: "log",
  doc: "The natural logarithm: -Infinity at 0, NaN below.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, [x]) => [g.div(dy, x as Node)],
  reference: (x) => Math.log(x),
  kernel: logarithm,
  ulps: 1,
  cost: 30,
  samples: [
    { inputs: [drawn(0.1, 9)] },
    { inputs: [drawn(0.9, 1.1)], kinked: true },
    { inputs: [listed(...edges, 1e-40, 1e-30, 1e30)], kinked: true },
  ],
};
