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

type Types = ReadonlyMap<string, TensorType>;

export class Storages {
  readonly buffers: FusedBuffer[] = [];
  readonly inputs: Readonly<Record<string, Place>>;
  private readonly known = new Map<Node, Storage>();
  private readonly stateBuffers = new Map<string, number>();
  private readonly kept: ReadonlySet<Node>;
  private readonly outputNodes: ReadonlySet<Node>;

  constructor(
    named: { readonly states: Types; readonly inputs: Types },
    private readonly roots: Roots,
    private readonly materialised: Materialised,
    private readonly statePlaces: StatePlaces,
  ) {
    this.kept = new Set([...materialised.nodes, ...materialised.assembled.keys()]);
    this.outputNodes = new Set(roots.outputs.values());
    for (const [name, type] of named.states) this.stateBuffers.set(name, this.add(type, "state").buffer);
    this.inputs = Object.fromEntries(
      [...named.inputs].map(([name, { shape, dtype }]) => {
        const { buffer } = this.add({ shape, dtype }, "input");
        return [name, { buffer, shape, dtype }];
      }),
    );
  }

  /** Undefined for a node that is computed where it is needed. */
  locate(node: Node): Storage | undefined {
    const storage = this.known.get(node) ?? this.place(node);
    if (storage !== undefined) this.known.set(node, storage);
    return storage;
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
    const name = attributes.name as string;
    if (primitive.role === "state") return this.ofState(name);
    const input = this.inputs[name];
    if (input === undefined) throw new GraphError(`input ${name} is not one of the program`);
    return { buffer: input.buffer, offset: 0 };
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
