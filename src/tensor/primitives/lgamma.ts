import { logGamma } from "../functions/log-gamma.ts";
import { referenceLogGamma } from "../gamma-reference.ts";
import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const lgamma: PointwisePrimitive = {
  kind: "pointwise",
  name: "lgamma",
  doc: "The logarithm of the gamma function, for numbers above 0: for a whole number n, that of (n - 1)!.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, [x]) => [g.mul(dy, g.digamma(x as Node))],
  reference: referenceLogGamma,
  kernel: logGamma,
  ulps: 4,
  cost: 150,
  samples: [
    { inputs: [drawn(0.05, 4)] },
    { inputs: [drawn(4, 300)] },
    { inputs: [listed(...edges, 2, 3, 7.5, 0.5, 1.5, 2.5, 1e-30, 1e30)], kinked: true },
  ],
};
