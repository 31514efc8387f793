/** A group of nodes as a kernel and its call. */
import type { Node } from "../../tensor/node.ts";
import type { ReducePrimitive } from "../../tensor/primitive.ts";
import { reductionOrderOf } from "../../tensor/reduction-order.ts";
import { linearAffine } from "../affine.ts";
import { affineMapper, affinesIn } from "../expr-tree.ts";
import type { Access, Affine, Expr, Kernel, Launch, Store } from "../kernel.ts";
import { type Collapse, collapseAxes } from "./collapse-axes.ts";
import { contractIndices, identityIndices, reducedAxes, reduceIndices } from "./domain.ts";
import { Expressions, type Locate } from "./express.ts";
import type { Group } from "./groups.ts";
import { kernelName } from "./kernel-name.ts";
import type { KernelTable } from "./kernel-table.ts";
import { Parameters, type Storage } from "./parameters.ts";
import type { Sources } from "./sources.ts";

export interface Emission {
  readonly locate: Locate;
  readonly sources: Sources;
  readonly kernels: KernelTable;
  /** Whether a member is read by another kernel or belongs to what the program leaves. */
  isStored(node: Node): boolean;
}

export function emitLaunch(group: Group, emission: Emission): Launch {
  const { locate, sources, kernels } = emission;
  const stored = group.members.filter((node) => emission.isStored(node));
  const parameters = new Parameters(stored.map((node) => locate(node) as Storage));
  const expressions = new Expressions(group, parameters, locate, sources);
  const draft = draftOf(group, expressions);
  const stores = stored.map((node): Store => {
    const { sizes } = group.domain;
    const at = linearAffine(identityIndices(group.domain, node.shape), node.shape, sizes.length);
    const value = expressions.ofMember(node);
    return { value, access: parameters.access(locate(node) as Storage, node.dtype, at) };
  });
  const drafted = draft(stores);
  const folded = drafted.kind === "reduce" ? [drafted.value] : [];
  const values = drafted.stores.map(({ value }) => value);
  const name = kernelName(folded, group.anchor?.primitive.name, values);
  const kernel: Kernel = { ...drafted, name, buffers: parameters.buffers };
  return { kernel: kernels.share(kernel), args: parameters.args };
}

type Unnamed<K> = K extends Kernel ? Omit<K, "name" | "buffers"> : never;

/** What the kernel folds is written first, so that its parameters come first. */
function draftOf(group: Group, expressions: Expressions): (stores: readonly Store[]) => Unnamed<Kernel> {
  const { anchor } = group;
  if (anchor?.primitive.kind === "reduce") return draftReduce(anchor, anchor.primitive, group, expressions);
  if (anchor?.primitive.kind === "contract") return draftContract(anchor, group, expressions);
  return (stores) => {
    const collapse = collapseAxes([group.domain.sizes], accessed(stores));
    const [shape] = collapse.sections as [number[]];
    return atLeastOne({ kind: "map", shape, stores: collapsed(stores, collapse) });
  };
}

function atLeastOne(kernel: Unnamed<Kernel> & { kind: "map" }): Unnamed<Kernel> {
  if (kernel.shape.length > 0) return kernel;
  const widen = ({ offset }: Affine): Affine => ({ offset, strides: [0] });
  return { ...kernel, shape: [1], stores: collapsed(kernel.stores, { apply: widen }) };
}

function draftReduce(anchor: Node, primitive: ReducePrimitive, group: Group, expressions: Expressions) {
  const { domain } = group;
  const input = anchor.inputs[0] as Node;
  const order = reductionOrderOf(input.shape, reducedAxes(anchor));
  const value = expressions.of(input, reduceIndices(anchor, domain));
  return (stores: readonly Store[]): Unnamed<Kernel> => {
    const sections = [domain.sizes.slice(0, domain.leading), domain.sizes.slice(domain.leading)];
    // A reduction over axes of size 1 still folds one element.
    const alone = domain.sizes.length === domain.leading;
    const collapse = collapseAxes(sections, [...accessed(stores), ...affinesIn([value])]);
    const [kept, reduced] = collapse.sections as [number[], number[]];
    const apply = alone ? withLastLoop(collapse.apply) : collapse.apply;
    return {
      kind: "reduce",
      kept,
      reduced: alone ? [1] : reduced,
      primitive,
      order,
      value: affineMapper(apply)(value),
      stores: collapsed(stores, { apply }),
    };
  };
}

function withLastLoop(apply: Collapse["apply"]): Collapse["apply"] {
  return (affine) => {
    const { offset, strides } = apply(affine);
    return { offset, strides: [...strides, 0] };
  };
}

function draftContract(anchor: Node, { domain }: Group, expressions: Expressions) {
  const [atA, atB] = contractIndices(anchor, domain);
  const a = expressions.operand(anchor.inputs[0] as Node, atA);
  const b = expressions.operand(anchor.inputs[1] as Node, atB);
  return (stores: readonly Store[]): Unnamed<Kernel> => {
    // Batches of rows of one matrix are more rows: batch loops join m, which b does not depend on, where they can.
    const [n, k] = domain.sizes.slice(-2) as [number, number];
    const sections = [domain.sizes.slice(0, -2), [n], [k]];
    const collapse = collapseAxes(sections, [...accessed(stores), a.at, b.at]);
    const leading = collapse.sections[0] as number[];
    const move = ({ buffer, at }: Access): Access => ({ buffer, at: collapse.apply(at) });
    return {
      kind: "contract",
      dtype: anchor.dtype as "f32" | "f64",
      batch: leading.slice(0, -1),
      m: leading.at(-1) as number,
      n,
      k,
      a: move(a),
      b: move(b),
      stores: collapsed(stores, collapse),
    };
  };
}

function accessed(stores: readonly Store[]): Affine[] {
  return [...stores.map(({ access }) => access.at), ...affinesIn(stores.map(({ value }): Expr => value))];
}

function collapsed(stores: readonly Store[], { apply }: Pick<Collapse, "apply">): Store[] {
  const map = affineMapper(apply);
  return stores.map(({ access: { buffer, at }, value }) => ({
    access: { buffer, at: apply(at) },
    value: map(value),
  }));
}
