/** How many floating-point operations nodes stand for: a product and a sum are two; exp and its kin count as one. */
import { builder } from "./build.ts";
import type { Node } from "./node.ts";
import { sizeOf } from "./types.ts";

/** Of one node without what it is made from; what is written in other primitives is counted where those are met. */
function costOf({ primitive, inputs, attributes, shape }: Node): number {
  switch (primitive.kind) {
    case "pointwise":
      return primitive.identity ? 0 : sizeOf(shape);
    case "reduce":
    case "scatter":
      return sizeOf((inputs[0] as Node).shape);
    case "contract": {
      const { a, b } = primitive.axes(inputs, attributes);
      const sizes = new Map<number, number>();
      [a, b].forEach((labels, operand) => {
        labels.forEach((label, axis) => {
          sizes.set(label, (inputs[operand] as Node).shape[axis] as number);
        });
      });
      return 2 * sizeOf([...sizes.values()]);
    }
    default:
      return 0;
  }
}

/** Of all that `root` needs and `known` does not hold; it is known afterwards. */
export function costBeyond(root: Node, known: Set<Node>): number {
  let total = 0;
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (known.has(node)) continue;
    known.add(node);
    const { primitive, inputs, attributes } = node;
    if (primitive.kind === "composite") open.push(primitive.expand(builder, inputs, attributes));
    else {
      total += costOf(node);
      open.push(...inputs);
    }
  }
  return total;
}
