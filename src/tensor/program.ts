/**
 * One executable graph: what a run reads, what it leaves. Inputs are its `input` nodes, state its `state` nodes; both are
 * found by walking. `updates` says what each state holds after the run; every read of a state sees the value before it.
 */
import { type Node, topologicalOrder } from "./node.ts";

export interface Program {
  /** `train@32`: what it does, and at which batch size. */
  readonly name: string;
  readonly outputs: Readonly<Record<string, Node>>;
  /** State name to its next value, of the state's own type. */
  readonly updates: Readonly<Record<string, Node>>;
}

const known = new WeakMap<Program, readonly Node[]>();

/** All nodes of a program, each after its inputs; found once, as many passes ask. */
export function nodesOf(program: Program): readonly Node[] {
  const nodes =
    known.get(program) ??
    topologicalOrder([...Object.values(program.outputs), ...Object.values(program.updates)]);
  known.set(program, nodes);
  return nodes;
}
