import { axesAttribute } from "../attributes.ts";
import type { Node } from "../node.ts";
import type { ReducePrimitive } from "../primitive.ts";
import { reducedSamples } from "../samples.ts";
import { totalOfSums } from "../total.ts";
import { allTypes, reducedShape, reduceType } from "../type-rules.ts";

export const reduceSum: ReducePrimitive = {
  kind: "reduce",
  name: "reduce-sum",
  doc: "The sum over whole axes.",
  dtypes: allTypes,
  identity: { f32: 0, f64: 0, i32: 0 },
  type: reduceType(allTypes),
  gradient: (g, dy, [input], _, attributes) => {
    const { shape } = input as Node;
    const kept = reducedShape(shape, axesAttribute(attributes, shape.length), true);
    return [g.broadcast(g.reshape(dy, kept), shape)];
  },
  total: totalOfSums,
  reference: (a, b) => a + b,
  kernel: (m, a, b) => m.add(a, b),
  samples: reducedSamples,
};
