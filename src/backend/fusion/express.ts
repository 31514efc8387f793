/** Writes what a kernel computes for one element as an expression, down to loads of what is in memory. */
import type { Node } from "../../tensor/node.ts";
import { GraphError } from "../../tensor/primitive.ts";
import { sizeOf } from "../../tensor/types.ts";
import { constantAffine, linearAffine, sameAffine } from "../affine.ts";
import type { Access, Affine, Expr } from "../kernel.ts";
import { identityIndices } from "./domain.ts";
import type { Group } from "./groups.ts";
import { type Step, stepsFrom } from "./index-steps.ts";
import type { Parameters, Storage } from "./parameters.ts";
import type { Sources } from "./sources.ts";

/** Where tensors are; undefined for a node that is nowhere in memory. */
export type Locate = (node: Node) => Storage | undefined;

/** The expressions of one group. Equal elements of a node are one object, so that they are computed once. */
export class Expressions {
  private readonly known = new Map<
    Node,
    { readonly at: readonly Affine[] | undefined; readonly expr: Expr }[]
  >();
  private readonly members: ReadonlySet<Node>;

  constructor(
    private readonly group: Group,
    private readonly parameters: Parameters,
    private readonly locate: Locate,
    private readonly sources: Sources,
  ) {
    this.members = new Set(group.members);
  }

  /** The element of a member at the current indices. */
  ofMember(node: Node): Expr {
    return this.once(node, undefined, () => {
      if (node === this.group.anchor) return { kind: "accumulator", dtype: node.dtype };
      return this.compute(node, identityIndices(this.group.domain, node.shape));
    });
  }

  /** The element of any node at given indices. */
  of(input: Node, at: readonly Affine[]): Expr {
    const node = this.sources.canonical(input);
    // Kernels are merged only where members are read at the current indices.
    if (this.members.has(node)) return this.ofMember(node);
    return this.once(node, at, () => {
      const value = uniformConstant(node);
      if (value !== undefined) return { kind: "constant", dtype: node.dtype, value };
      const storage = this.locate(node);
      if (storage !== undefined) return this.load(node, storage, this.position(node, at));
      return this.compute(node, at);
    });
  }

  /** The element of memory that an operand is, under views. */
  operand(input: Node, at: readonly Affine[]): Access {
    const node = this.sources.canonical(input);
    const storage = this.locate(node);
    if (storage !== undefined) return this.parameters.access(storage, node.dtype, this.position(node, at));
    const [step] = this.steps(node, at);
    if (step === undefined) throw new GraphError(`operand ${node.primitive.name} is not in memory`);
    if (!("position" in step.at)) return this.operand(step.input, step.at);
    const under = this.sources.canonical(step.input);
    return this.parameters.access(this.locate(under) as Storage, under.dtype, step.at.position);
  }

  private compute(node: Node, at: readonly Affine[]): Expr {
    const { primitive, dtype } = node;
    switch (primitive.kind) {
      case "pointwise":
        return {
          kind: "pointwise",
          dtype,
          primitive,
          inputs: node.inputs.map((input) => this.of(input, at)),
        };
      case "cast":
        return { kind: "cast", dtype, input: this.of(node.inputs[0] as Node, at) };
      case "iota":
        return { kind: "index", dtype, value: at[node.attributes.axis as number] as Affine };
      case "random": {
        const scalar = (input: Node): Expr => this.of(input, []);
        const word = (value: number): Expr => ({ kind: "constant", dtype: "i32", value });
        const [step, first, ...key] = node.inputs.map(scalar) as [Expr, ...Expr[]];
        const fixed = (node.attributes.key ?? []) as readonly number[];
        return {
          kind: "random",
          dtype,
          first: first ?? word(0),
          element: this.position(node, at),
          step,
          key: (key.length > 0 ? key : fixed.map(word)) as [Expr, Expr],
        };
      }
      case "gather":
        return this.gather(node, at);
      case "view":
      case "reshape": {
        const otherwise = primitive.kind === "view" ? primitive.fill?.(node.attributes) : undefined;
        return this.pick(node, this.steps(node, at), otherwise ?? 0);
      }
      default:
        throw new GraphError(`${primitive.name} has no place in memory`);
    }
  }

  private gather(node: Node, at: readonly Affine[]): Expr {
    const [input, indices] = node.inputs as [Node, Node];
    const table = this.sources.canonical(input);
    const [rows = 1, ...row] = table.shape;
    const axes = indices.shape.length;
    const rank = this.group.domain.sizes.length;
    const element = linearAffine([constantAffine(0, rank), ...at.slice(axes)], table.shape, rank);
    return {
      kind: "gather",
      dtype: node.dtype,
      access: this.parameters.access(this.locate(table) as Storage, table.dtype, element),
      index: this.of(indices, at.slice(0, axes)),
      rows,
      stride: sizeOf(row),
    };
  }

  private pick(node: Node, steps: readonly Step[], otherwise: number): Expr {
    const [first] = steps;
    if (first === undefined) return { kind: "constant", dtype: node.dtype, value: otherwise };
    if (first.guards.length === 0) return this.ofStep(first);
    const choices = steps.map((step) => ({ guards: step.guards, value: this.ofStep(step) }));
    return { kind: "pick", dtype: node.dtype, choices, otherwise };
  }

  private ofStep({ input, at }: Step): Expr {
    if (!("position" in at)) return this.of(input, at);
    const node = this.sources.canonical(input);
    return this.once(node, [at.position], () => this.load(node, this.locate(node) as Storage, at.position));
  }

  private load(node: Node, storage: Storage, position: Affine): Expr {
    const { dtype } = node;
    return { kind: "load", dtype, access: this.parameters.access(storage, dtype, position) };
  }

  private steps(node: Node, at: readonly Affine[]): readonly Step[] {
    return stepsFrom(node, at, this.group.domain.sizes);
  }

  private position(node: Node, at: readonly Affine[]): Affine {
    return linearAffine(at, node.shape, this.group.domain.sizes.length);
  }

  /** Of a node at given indices, or at the current ones. There are few of one node in a kernel. */
  private once(node: Node, at: readonly Affine[] | undefined, make: () => Expr): Expr {
    const known = this.known.get(node) ?? [];
    this.known.set(node, known);
    for (const one of known) if (sameIndices(one.at, at)) return one.expr;
    const expr = make();
    known.push({ at, expr });
    return expr;
  }
}

function sameIndices(a: readonly Affine[] | undefined, b: readonly Affine[] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((affine, axis) => sameAffine(affine, b[axis] as Affine));
}

/** The value that all elements of a constant have, if they do: it needs no memory. */
export function uniformConstant({ primitive, attributes }: Node): number | undefined {
  if (primitive.kind !== "source" || primitive.role !== "constant") return undefined;
  const values = attributes.values as readonly number[];
  const [first] = values;
  return values.every((value) => Object.is(value, first)) ? first : undefined;
}
