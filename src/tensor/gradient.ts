/**
 * Reverse-mode gradient: one walk from the output back, asking each primitive for the gradient of its inputs. What comes
 * out is a graph like any other, so its gradient can be taken again.
 */
import type { Builder } from "./builder.ts";
import { type Node, topologicalOrder } from "./node.ts";
import { GraphError } from "./primitive.ts";
import { sumOf } from "./total.ts";
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
  return walkBack(g, topologicalOrder([output]), withRespectTo, seed);
}

/**
 * The same for what a primitive is written in, with respect to its operands: one of them may be made of another (the state of a
 * recurrent layer, of its kernel), and that is not the primitive's business.
 */
export function gradientWithin(g: Builder, output: Node, operands: readonly Node[], seed: Node): Node[] {
  return walkBack(g, topologicalOrder([output], new Set(operands)), operands, seed, true);
}

/** From the last of `order`; with `ends`, not beyond the nodes that are asked for. */
function walkBack(
  g: Builder,
  order: readonly Node[],
  withRespectTo: readonly Node[],
  seed: Node,
  ends = false,
): Node[] {
  const output = order.at(-1) as Node;
  const onPath = dependents(order, withRespectTo);
  const wanted = new Set(withRespectTo);
  const parts = new Map<Node, Node[]>();
  const gradients = new Map<Node, Node>();
  if (onPath.has(output)) parts.set(output, [seed]);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i] as Node;
    const all = parts.get(node);
    parts.delete(node);
    if (all === undefined) continue;
    const dy = sumOf(g, all);
    if (wanted.has(node)) gradients.set(node, dy);
    if (ends && wanted.has(node)) continue;
    if (node.inputs.some((input) => onPath.has(input))) passOn(g, node, dy, onPath, parts);
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

function passOn(g: Builder, node: Node, dy: Node, onPath: ReadonlySet<Node>, sofar: Map<Node, Node[]>): void {
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
    const known = sofar.get(input);
    if (known) known.push(part);
    else sofar.set(input, [part]);
  });
}
