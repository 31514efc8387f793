/**
 * Reverse-mode gradient: one walk from the output back, asking each primitive for the gradient of its inputs. What comes
 * out is a graph like any other, so its gradient can be taken again.
 */
import type { Builder } from "./builder.ts";
import { type Node, topologicalOrder } from "./node.ts";
import { GraphError } from "./primitive.ts";
import { sameShape, showType } from "./types.ts";

/**
 * Gradients of `output` with respect to each of the nodes, in their shapes; zeros where the output does not depend on a
 * node. `seed` is the gradient of the output itself: ones when left out, which for a tensor means that of its sum.
 * Contributions to one node are added in an order that depends on the graph alone.
 */
export function gradient(
  g: Builder,
  output: Node,
  withRespectTo: readonly Node[],
  seed: Node = g.constant(1, output.shape, output.dtype),
): Node[] {
  if (seed.dtype !== output.dtype || !sameShape(seed.shape, output.shape)) {
    throw new GraphError(`the seed ${showType(seed)} is not of the output's type ${showType(output)}`);
  }
  const order = topologicalOrder([output]);
  const onPath = dependents(order, withRespectTo);
  const gradients = new Map<Node, Node>();
  if (onPath.has(output)) gradients.set(output, seed);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] as Node;
    const dy = gradients.get(node);
    if (dy !== undefined && node.inputs.some((input) => onPath.has(input))) {
      passOn(g, node, dy, onPath, gradients);
    }
  }
  return withRespectTo.map((node) => gradients.get(node) ?? g.constant(0, node.shape, node.dtype));
}

/** The nodes among `order` that depend on one of `sources`, with those themselves. */
function dependents(order: readonly Node[], sources: readonly Node[]): ReadonlySet<Node> {
  const found = new Set(sources);
  for (const node of order) {
    if (node.inputs.some((input) => found.has(input))) found.add(node);
  }
  return found;
}

function passOn(
  g: Builder,
  node: Node,
  dy: Node,
  onPath: ReadonlySet<Node>,
  gradients: Map<Node, Node>,
): void {
  const { primitive, inputs, attributes } = node;
  const parts = primitive.gradient(g, dy, inputs, node, attributes);
  inputs.forEach((input, i) => {
    const part = parts[i];
    if (part === undefined || !onPath.has(input)) return;
    if (part.dtype !== input.dtype || !sameShape(part.shape, input.shape)) {
      throw new GraphError(
        `${primitive.name}: the gradient ${showType(part)} is not of the type of input ${i}, ${showType(input)}`,
      );
    }
    const sofar = gradients.get(input);
    gradients.set(input, sofar === undefined ? part : g.add(sofar, part));
  });
}
