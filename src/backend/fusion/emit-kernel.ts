/** A group of nodes as a kernel and its call. */
import type { Node } from "../../tensor/node.ts";
import type { ReducePrimitive } from "../../tensor/primitive.ts";
import { reductionOrderOf } from "../../tensor/reduction-order.ts";
import { sizeOf } from "../../tensor/types.ts";
import { constantAffine, linearAffine } from "../affine.ts";
import { affineMapper, affinesIn } from "../expr-tree.ts";
import type { Access, Affine, Expr, Kernel, Launch, Store } from "../kernel.ts";
import { type Collapse, collapseAxes } from "./collapse-axes.ts";
import {
  contractIndices,
  contractSections,
  identityIndices,
  reducedAxes,
  reduceIndices,
  scatterIndices,
} from "./domain.ts";
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
  if (group.anchor?.primitive.kind === "scatter") return emitScatter(group, group.anchor, emission);
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

/** A kernel of its own: nothing is computed from sums that other positions may still change. */
function emitScatter(group: Group, anchor: Node, { locate, sources, kernels }: Emission): Launch {
  const { sizes, leading } = group.domain;
  const storage = locate(anchor) as Storage;
  const parameters = new Parameters([storage]);
  const expressions = new Expressions(group, parameters, locate, sources);
  const [updates, indices] = anchor.inputs as [Node, Node];
  const at = scatterIndices(anchor, group.domain);
  const value = expressions.of(updates, at);
  const index = expressions.of(indices, at.slice(0, indices.shape.length));
  const [rows = 1, ...row] = anchor.shape;
  const inRow = at.slice(indices.shape.length);
  const element = linearAffine([constantAffine(0, sizes.length), ...inRow], anchor.shape, sizes.length);
  const target = parameters.access(storage, anchor.dtype, element);
  const sections = [sizes.slice(0, leading), sizes.slice(leading)];
  const collapse = collapseAxes(sections, [target.at, ...affinesIn([value, index])]);
  const map = affineMapper(collapse.apply);
  const kernel: Kernel = {
    kind: "scatter",
    name: kernelName([index, value], anchor.primitive.name, []),
    buffers: parameters.buffers,
    positions: collapse.sections[0] as number[],
    row: collapse.sections[1] as number[],
    rows,
    stride: sizeOf(row),
    target: { buffer: target.buffer, at: collapse.apply(target.at) },
    index: map(index),
    value: map(value),
    stores: [],
  };
  return { kernel: kernels.share(kernel), args: parameters.args };
}

function draftContract(anchor: Node, group: Group, expressions: Expressions) {
  const [atA, atB] = contractIndices(anchor, group.domain);
  const a = expressions.operand(anchor.inputs[0] as Node, atA);
  const b = expressions.operand(anchor.inputs[1] as Node, atB);
  return (stores: readonly Store[]): Unnamed<Kernel> => {
    // Batches of rows of one matrix are more rows: batch loops join m, which b does not depend on, where they can.
    const [batch, m, n, k] = contractSections(anchor).sections;
    const collapse = collapseAxes([[...batch, ...m], n, k], [...accessed(stores), a.at, b.at]);
    const [rows, columns, summed] = collapse.sections as [number[], number[], number[]];
    // Of the loops of m and n only the last of each make matrices.
    const outer = columns.length - 1;
    const apply = (affine: Affine): Affine => {
      const { offset, strides } = collapse.apply(affine);
      const first = strides.slice(0, rows.length - 1);
      const others = strides.slice(rows.length, rows.length + outer);
      const rest = strides.slice(rows.length + outer);
      return { offset, strides: [...first, ...others, strides[rows.length - 1] as number, ...rest] };
    };
    const move = ({ buffer, at }: Access): Access => ({ buffer, at: apply(at) });
    return {
      kind: "contract",
      dtype: anchor.dtype as "f32" | "f64",
      batch: [...rows.slice(0, -1), ...columns.slice(0, -1)],
      m: rows.at(-1) as number,
      n: columns.at(-1) as number,
      k: summed,
      a: move(a),
      b: move(b),
      stores: collapsed(stores, { apply }),
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
