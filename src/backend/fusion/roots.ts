/** What a program must leave in memory: every output and every next state as a node that can have a place of its own. */
import type { Node } from "../../tensor/node.ts";
import type { SourcePrimitive } from "../../tensor/primitive.ts";
import type { Program } from "../../tensor/program.ts";
import { copyOf } from "./copy.ts";
import { underReshapes } from "./index-steps.ts";
import type { Sources } from "./sources.ts";

export interface Roots {
  /** Output name to the node whose buffer it is, which may have another shape with the same elements. */
  readonly outputs: ReadonlyMap<string, Node>;
  /** State name to the node that is its next value, a different one for each. */
  readonly updates: ReadonlyMap<string, Node>;
}

export function rootsOf(program: Program, sources: Sources): Roots {
  const updates = new Map<string, Node>();
  const claimed = new Set<Node>();
  for (const [name, next] of Object.entries(program.updates)) {
    const state = sources.states.get(name);
    const under = underReshapes(next);
    if (state !== undefined && sources.canonical(under) === state) continue;
    // A view of several inputs is put together in memory of its own: its parts could not wait for readers of the state.
    const needsCopy =
      isSource(under) || claimed.has(under) || (under.inputs.length > 1 && under.primitive.kind === "view");
    const node = needsCopy ? copyOf(under) : under;
    claimed.add(node);
    updates.set(name, node);
  }
  return { updates, outputs: outputsOf(program) };
}

function outputsOf(program: Program): Map<string, Node> {
  const copies = new Map<Node, Node>();
  const outputs = new Map<string, Node>();
  for (const [name, output] of Object.entries(program.outputs)) {
    const under = underReshapes(output);
    if (!isSource(under)) {
      outputs.set(name, under);
      continue;
    }
    const copy = copies.get(under) ?? copyOf(under);
    copies.set(under, copy);
    outputs.set(name, copy);
  }
  return outputs;
}

function isSource(node: Node): node is Node & { primitive: SourcePrimitive } {
  return node.primitive.kind === "source";
}
