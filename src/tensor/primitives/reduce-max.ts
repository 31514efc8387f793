import { axesAttribute } from "../attributes.ts";
import type { Node } from "../node.ts";
import type { ReducePrimitive } from "../primitive.ts";
import { reducedSamples } from "../samples.ts";
import { allTypes, reducedShape, reduceType } from "../type-rules.ts";

export const reduceMax: ReducePrimitive = {
  kind: "reduce",
  name: "reduce-max",
  doc: "The largest over whole axes; NaN where there is one. Elements that tie share the gradient equally.",
  dtypes: allTypes,
  identity: { f32: Number.NEGATIVE_INFINITY, f64: Number.NEGATIVE_INFINITY, i32: -2147483648 },
  type: reduceType(allTypes),
  gradient: (g, dy, [input], y, attributes) => {
    const x = input as Node;
    const axes = axesAttribute(attributes, x.shape.length);
    const kept = reducedShape(x.shape, axes, true);
    const chosen = g.equal(x, g.broadcast(g.reshape(y, kept), x.shape));
    const share = g.div(g.reshape(dy, kept), g.sum(chosen, axes, true));
    return [g.mul(chosen, g.broadcast(share, x.shape))];
  },
  reference: (a, b) => (a < b || Number.isNaN(b) ? b : a),
  kernel: (m, a, b) => m.select(m.equal(b, b), m.maximum(a, b), b),
  samples: reducedSamples,
};
