import { shapeAttribute } from "../attributes.ts";
import type { Node } from "../node.ts";
import { GraphError, type ReshapePrimitive } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { totalOfReshapes } from "../total.ts";
import { onlyInput } from "../type-rules.ts";
import { sizeOf } from "../types.ts";

export const reshape: ReshapePrimitive = {
  kind: "reshape",
  name: "reshape",
  doc: "The same elements in the same row-major order under another shape.",
  type: (inputs, attributes) => {
    const { shape: from, dtype } = onlyInput(inputs);
    const shape = shapeAttribute(attributes);
    if (sizeOf(from) !== sizeOf(shape)) {
      throw new GraphError(`[${from}] has ${sizeOf(from)} elements, [${shape}] ${sizeOf(shape)}`);
    }
    return { shape, dtype };
  },
  gradient: (g, dy, [x]) => [g.reshape(dy, (x as Node).shape)],
  total: totalOfReshapes,
  samples: [
    { inputs: [drawn(-1, 1, 3, 4)], attributes: { shape: [2, 6] } },
    { inputs: [drawn(-1, 1, 2, 3, 4)], attributes: { shape: [24] } },
    { inputs: [drawn(-1, 1, 1)], attributes: { shape: [] } },
    { inputs: [drawn(-9, 9, 6)], attributes: { shape: [3, 2] }, dtypes: ["i32"] },
  ],
};
