/** Puts in place of composite nodes what they are made of. After the gradient is taken: that is what composites are for. */
import { builder } from "./build.ts";
import { type Node, type Nodes, topologicalOrder } from "./node.ts";
import { nodesOf, type Program } from "./program.ts";

/** A program without composites; the same object where it has none. */
export function expand(program: Program): Program {
  if (nodesOf(program).every(({ primitive }) => primitive.kind !== "composite")) return program;
  const expanded = expandNodes([...Object.values(program.outputs), ...Object.values(program.updates)]);
  const take = (nodes: Readonly<Record<string, Node>>): Record<string, Node> =>
    Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, expanded.get(node) as Node]));
  return { name: program.name, outputs: take(program.outputs), updates: take(program.updates) };
}

/**
 * For every node that the roots need, the node that computes it without composites: itself where it can be. `ends` have
 * none any more, nor has what they are made of.
 */
export function expandNodes(roots: readonly Node[], ends?: Nodes): ReadonlyMap<Node, Node> {
  const done = new Map<Node, Node>();
  for (const node of topologicalOrder(roots, ends)) {
    if (ends?.has(node)) {
      done.set(node, node);
      continue;
    }
    const inputs = node.inputs.map((input) => done.get(input) as Node);
    const { primitive, attributes } = node;
    if (primitive.kind === "composite") {
      const made = primitive.expand(builder, inputs, attributes);
      done.set(node, expandNodes([made], new Set(inputs)).get(made) as Node);
    } else {
      const unchanged = inputs.every((input, i) => input === node.inputs[i]);
      done.set(node, unchanged ? node : { ...node, inputs });
    }
  }
  return done;
}
