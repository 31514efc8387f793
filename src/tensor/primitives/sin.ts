import { sine } from "../functions/trigonometric.ts";
import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const sin: PointwisePrimitive = {
  kind: "pointwise",
  name: "sin",
  doc: "The sine of an angle in radians; |x| up to 100,000 in f32 and 1,600,000 in f64.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, [x]) => [g.mul(dy, g.cos(x as Node))],
  reference: (x) => Math.sin(x),
  kernel: sine,
  ulps: 1.25,
  cost: 50,
  samples: [
    { inputs: [drawn(-4, 4)] },
    { inputs: [drawn(-100000.0, 100000.0, 301)], kinked: true },
    { inputs: [listed(...edges, 1e-30, Math.PI)], kinked: true },
  ],
};
