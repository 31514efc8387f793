/**
 * From a tensor graph to kernels: decides what is kept in memory, which nodes share a kernel, where every value is and in
 * which order the kernels run. Asks primitives for their kind and cost, never for their name.
 */
import { expand } from "../tensor/expand.ts";
import { type Node, topologicalOrder } from "../tensor/node.ts";
import { GraphError } from "../tensor/primitive.ts";
import { nodesOf, type Program } from "../tensor/program.ts";
import { sameShape, showType, sizeOf, type TensorType } from "../tensor/types.ts";
import type { FusedProgram } from "./fused-program.ts";
import { Cheapness } from "./fusion/cheapness.ts";
import { emitLaunch } from "./fusion/emit-kernel.ts";
import { KernelTable } from "./fusion/kernel-table.ts";
import { type Materialised, materialise } from "./fusion/materialise.ts";
import { type MergedKernels, mergeKernels } from "./fusion/merge-kernels.ts";
import { type Roots, rootsOf } from "./fusion/roots.ts";
import { sourcesOf } from "./fusion/sources.ts";
import { Storages } from "./fusion/storages.ts";
import { schedule } from "./schedule.ts";

/** What the programs of a session share, and what a caller expects of one. */
export interface FuseOptions {
  /** All states of the session; those of the program alone when left out. They become the first buffers, in this order. */
  readonly states?: ReadonlyMap<string, TensorType>;
  /** Inputs that callers will fill; those in the graph when left out. There is a buffer for each, needed or not. */
  readonly inputs?: ReadonlyMap<string, TensorType>;
  readonly kernels?: KernelTable;
}

/** Fuses a program. Throws `GraphError` for a graph that has no kernels. */
export function fuse(given: Program, options: FuseOptions = {}): FusedProgram {
  const program = expand(given);
  const sources = sourcesOf(nodesOf(program));
  const { states = statesOf([program]), inputs = sources.inputs, kernels = new KernelTable() } = options;
  const roots = rootsOf(program, sources);
  const rootNodes = [...new Set([...roots.updates.values(), ...roots.outputs.values()])];
  const order = topologicalOrder(rootNodes);
  order.forEach(checkNode);
  const materialised = materialise(order, rootNodes, sources, new Cheapness(order));
  const merged = mergeKernels(materialised, roots.updates, sources);
  const storages = new Storages({ states, inputs }, roots, materialised, merged.statePlaces);
  const isStored = storedIn(merged, materialised, roots);
  const launches = schedule(merged.groups).map((group) =>
    emitLaunch(group, { sources, kernels, isStored, locate: (node) => storages.locate(node) }),
  );
  return {
    name: program.name,
    buffers: storages.buffers,
    launches,
    inputs: storages.inputs,
    outputs: storages.outputs(program),
  };
}

/** The states of programs that share them, by first appearance. Throws `GraphError` where they differ in type. */
export function statesOf(programs: readonly Program[]): Map<string, TensorType> {
  const states = new Map<string, TensorType>();
  const add = (name: string, { shape, dtype }: TensorType, what: string) => {
    const known = states.get(name) ?? { shape, dtype };
    if (known.dtype !== dtype || !sameShape(known.shape, shape)) {
      throw new GraphError(`state ${name} is ${showType(known)}, ${what} ${showType({ shape, dtype })}`);
    }
    states.set(name, known);
  };
  for (const program of programs) {
    for (const [name, state] of sourcesOf(nodesOf(program)).states) add(name, state, `in ${program.name}`);
    for (const [name, next] of Object.entries(program.updates)) add(name, next, "its next value");
  }
  return states;
}

/** The inputs of a program. */
export function inputsOf(program: Program): ReadonlyMap<string, TensorType> {
  return sourcesOf(nodesOf(program)).inputs;
}

function checkNode(node: Node): void {
  if (sizeOf(node.shape) === 0) throw new GraphError(`${node.primitive.name} is empty: ${showType(node)}`);
}

/** Whether a node has to be written to memory: another kernel reads it, or it is part of what the program leaves. */
function storedIn(
  { groupOf, statePlaces }: MergedKernels,
  { reads, placed }: Materialised,
  { outputs }: Roots,
): (node: Node) => boolean {
  const outputNodes = new Set(outputs.values());
  return (node) =>
    outputNodes.has(node) ||
    statePlaces.has(node) ||
    placed.has(node) ||
    (reads.get(node) ?? []).some(({ sink }) => groupOf(sink) !== groupOf(node));
}
