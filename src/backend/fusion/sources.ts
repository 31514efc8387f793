/** Inputs and states by name: nodes of one name are one place in memory, however many there are in the graph. */
import type { Node } from "../../tensor/node.ts";
import { GraphError } from "../../tensor/primitive.ts";
import { sameShape, showType } from "../../tensor/types.ts";

export interface Sources {
  readonly inputs: ReadonlyMap<string, Node>;
  readonly states: ReadonlyMap<string, Node>;
  /** The node that stands for all of its name; a node that is no input or state stands for itself. */
  canonical(node: Node): Node;
}

/** Throws `GraphError` where nodes of one name differ in type. */
export function sourcesOf(order: readonly Node[]): Sources {
  const inputs = new Map<string, Node>();
  const states = new Map<string, Node>();
  const byName = (node: Node) => {
    if (node.primitive.kind !== "source" || node.primitive.role === "constant") return undefined;
    return node.primitive.role === "input" ? inputs : states;
  };
  for (const node of order) {
    const named = byName(node);
    if (named === undefined) continue;
    const name = node.attributes.name as string;
    const first = named.get(name) ?? node;
    if (first.dtype !== node.dtype || !sameShape(first.shape, node.shape)) {
      throw new GraphError(`${name} is both ${showType(first)} and ${showType(node)}`);
    }
    named.set(name, first);
  }
  return {
    inputs,
    states,
    canonical: (node) => byName(node)?.get(node.attributes.name as string) ?? node,
  };
}
