/** Gives every tensor that is kept in memory its buffer, and an element in it to begin at. */
import type { Node } from "../../tensor/node.ts";
import { GraphError } from "../../tensor/primitive.ts";
import type { Program } from "../../tensor/program.ts";
import { sizeOf, type TensorType } from "../../tensor/types.ts";
import type { FusedBuffer } from "../fused-program.ts";
import type { Place } from "../plan.ts";
import type { Materialised } from "./materialise.ts";
import type { Storage } from "./parameters.ts";
import type { Roots } from "./roots.ts";
import type { StatePlaces } from "./settle-updates.ts";
import type { Sources } from "./sources.ts";

export class Storages {
  readonly buffers: FusedBuffer[] = [];
  private readonly known = new Map<Node, Storage>();
  private readonly stateBuffers = new Map<string, number>();
  private readonly kept: ReadonlySet<Node>;
  private readonly outputNodes: ReadonlySet<Node>;

  constructor(
    states: ReadonlyMap<string, TensorType>,
    private readonly sources: Sources,
    private readonly roots: Roots,
    private readonly materialised: Materialised,
    private readonly statePlaces: StatePlaces,
  ) {
    this.kept = new Set([...materialised.nodes, ...materialised.assembled.keys()]);
    this.outputNodes = new Set(roots.outputs.values());
    for (const [name, type] of states) this.stateBuffers.set(name, this.add(type, "state").buffer);
    for (const node of sources.inputs.values()) this.known.set(node, this.add(node, "input"));
  }

  /** Undefined for a node that is computed where it is needed. */
  locate(node: Node): Storage | undefined {
    const storage = this.known.get(node) ?? this.place(node);
    if (storage !== undefined) this.known.set(node, storage);
    return storage;
  }

  inputs(): Record<string, Place> {
    return Object.fromEntries(
      [...this.sources.inputs].map(([name, node]) => [name, this.placeOf(node, node)]),
    );
  }

  outputs(program: Program): Record<string, Place> {
    return Object.fromEntries(
      Object.entries(program.outputs).map(([name, output]) => [
        name,
        this.placeOf(this.roots.outputs.get(name) as Node, output),
      ]),
    );
  }

  private placeOf(node: Node, { shape, dtype }: TensorType): Place {
    return { buffer: (this.locate(node) as Storage).buffer, shape, dtype };
  }

  private place(node: Node): Storage | undefined {
    const state = this.statePlaces.get(node);
    if (state !== undefined) return this.ofState(state);
    const placed = this.materialised.placed.get(node);
    if (placed !== undefined) {
      const { buffer, offset } = this.locate(placed.into) as Storage;
      return { buffer, offset: offset + placed.offset };
    }
    const { primitive, attributes } = node;
    if (primitive.kind !== "source") {
      if (!this.kept.has(node)) return undefined;
      return this.add(node, this.outputNodes.has(node) ? "output" : "scratch");
    }
    if (primitive.role === "constant")
      return this.add(node, "constant", attributes.values as readonly number[]);
    return this.ofState(attributes.name as string);
  }

  private ofState(name: string): Storage {
    const buffer = this.stateBuffers.get(name);
    if (buffer === undefined) throw new GraphError(`state ${name} is not one of the session`);
    return { buffer, offset: 0 };
  }

  private add({ dtype, shape }: TensorType, use: FusedBuffer["use"], values?: readonly number[]): Storage {
    const length = sizeOf(shape);
    const buffer = this.buffers.push({ dtype, length, use, ...(values && { values }) }) - 1;
    return { buffer, offset: 0 };
  }
}
