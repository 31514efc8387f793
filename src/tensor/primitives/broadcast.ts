import { shapeAttribute } from "../attributes.ts";
import type { Node } from "../node.ts";
import { GraphError, type ViewPrimitive } from "../primitive.ts";
import { drawn } from "../samples.ts";
import { onlyInput } from "../type-rules.ts";

export const broadcast: ViewPrimitive = {
  kind: "view",
  name: "broadcast",
  doc: "Repeated along new leading axes and along axes of length 1, as in NumPy.",
  type: (inputs, attributes) => {
    const { shape: from, dtype } = onlyInput(inputs);
    const shape = shapeAttribute(attributes);
    const added = shape.length - from.length;
    if (added < 0 || from.some((size, axis) => size !== 1 && size !== shape[added + axis])) {
      throw new GraphError(`[${from}] cannot be broadcast to [${shape}]`);
    }
    return { shape, dtype };
  },
  maps: (inputs, attributes) => {
    const { shape: from } = onlyInput(inputs);
    const added = shapeAttribute(attributes).length - from.length;
    return [
      from.map((size, axis) =>
        size === 1 ? { factor: 0, offset: 0 } : { axis: added + axis, factor: 1, offset: 0 },
      ),
    ];
  },
  gradient: (g, dy, [input]) => {
    const { shape: from } = input as Node;
    const added = dy.shape.length - from.length;
    const axes = dy.shape.flatMap((size, axis) =>
      axis < added || (from[axis - added] === 1 && size > 1) ? [axis] : [],
    );
    return [axes.length === 0 ? dy : g.reshape(g.sum(dy, axes), from)];
  },
  samples: [
    { inputs: [drawn(-1, 1, 1, 5)], attributes: { shape: [3, 5] } },
    { inputs: [drawn(-1, 1, 5)], attributes: { shape: [2, 3, 5] } },
    { inputs: [drawn(-1, 1, 3, 1)], attributes: { shape: [2, 3, 4] } },
    { inputs: [{ shape: [], values: [2.5] }], attributes: { shape: [2, 3] } },
    { inputs: [drawn(-9, 9, 2, 1)], attributes: { shape: [2, 3] }, dtypes: ["i32"] },
  ],
};
