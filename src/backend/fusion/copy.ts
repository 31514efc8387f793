/** A node that is another under its own place in memory: fusion puts it where a value has to be in two places. */
import type { Node } from "../../tensor/node.ts";
import type { ViewPrimitive } from "../../tensor/primitive.ts";

const copyPrimitive: ViewPrimitive = {
  kind: "view",
  name: "copy",
  doc: "The same elements again.",
  type: ([input]) => input as NonNullable<typeof input>,
  gradient: (_, dy) => [dy],
  maps: (inputs) => inputs.map(({ shape }) => shape.map((_, axis) => ({ axis, factor: 1, offset: 0 }))),
  samples: [],
};

export function copyOf(node: Node): Node {
  return { primitive: copyPrimitive, inputs: [node], attributes: {}, shape: node.shape, dtype: node.dtype };
}
