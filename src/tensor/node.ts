/** A node of a tensor graph: an immutable value. Graphs are nothing but nodes that hold their inputs. */
import type { Primitive } from "./primitive.ts";
import type { TensorType } from "./types.ts";

export type Attributes = Readonly<Record<string, unknown>>;

export interface Node extends TensorType {
  readonly primitive: Primitive;
  readonly inputs: readonly Node[];
  readonly attributes: Attributes;
}

/** A set of nodes, or a map that has them as keys. */
export type Nodes = Pick<ReadonlySet<Node>, "has">;

/**
 * All nodes that the roots need, each after its inputs, in an order that depends on the graph alone. What `ends` are made of
 * is left out. No recursion.
 */
export function topologicalOrder(roots: Iterable<Node>, ends?: Nodes): Node[] {
  const order: Node[] = [];
  const done = new Set<Node>();
  const stack: { node: Node; next: number }[] = [];
  for (const root of roots) {
    if (!done.has(root)) stack.push({ node: root, next: 0 });
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as { node: Node; next: number };
      const input = ends?.has(top.node) ? undefined : top.node.inputs[top.next++];
      if (input === undefined) {
        stack.pop();
        if (!done.has(top.node)) {
          done.add(top.node);
          order.push(top.node);
        }
      } else if (!done.has(input)) {
        stack.push({ node: input, next: 0 });
      }
    }
  }
  return order;
}
