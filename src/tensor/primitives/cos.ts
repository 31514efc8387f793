import { cosine } from "../functions/trigonometric.ts";
import type { Node } from "../node.ts";
import type { PointwisePrimitive } from "../primitive.ts";
import { drawn, edges, listed } from "../samples.ts";
import { floatTypes, pointwiseType } from "../type-rules.ts";

export const cos: PointwisePrimitive = {
  kind: "pointwise",
  name: "cos",
  doc: "The cosine of an angle in radians; |x| up to 100,000 in f32 and 1,600,000 in f64.",
  arity: 1,
  dtypes: floatTypes,
  type: pointwiseType(1, floatTypes),
  gradient: (g, dy, [x]) => [g.neg(g.mul(dy, g.sin(x as Node)))],
  reference: (x) => Math.cos(x),
  kernel: cosine,
  ulps: 1.25,
  cost: 50,
  samples: [
    { inputs: [drawn(-4, 4)] },
    { inputs: [drawn(-100000.0, 100000.0, 301)], kinked: true },
    { inputs: [listed(...edges, 1e-30, 1.5707964)], kinked: true },
  ],
};
