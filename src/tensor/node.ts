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
  /** The way down to a node, and which input of each is next. */
  const path: Node[] = [];
  const next: number[] = [];
  for (const root of roots) {
    if (!done.has(root)) next[path.push(root) - 1] = 0;
    while (path.length > 0) {
      const top = path.length - 1;
      const node = path[top] as Node;
      const input = ends?.has(node) ? undefined : node.inputs[(next[top] as number)++];
      if (input === undefined) {
        path.pop();
        if (!done.has(node)) order.push(node);
        done.add(node);
      } else if (!done.has(input)) {
        next[path.push(input) - 1] = 0;
      }
    }
  }
  return order;
}
