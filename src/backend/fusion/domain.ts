/** The loops of the kernel that computes a node, and where the node's own axes are among them. */
import { contractLoops, labelSizes } from "../../tensor/contraction.ts";
import type { Node } from "../../tensor/node.ts";
import type { ContractAxes, ContractPrimitive } from "../../tensor/primitive.ts";
import { axisAffine, constantAffine } from "../affine.ts";
import type { Affine } from "../kernel.ts";

/**
 * Loop sizes, and the loop of every axis longer than 1 of the result, in order. Two nodes whose results agree in those
 * axes (`space`) can be computed by one kernel: element by element, at the same indices.
 */
export interface Domain {
  readonly sizes: readonly number[];
  readonly space: readonly number[];
  readonly spaceLoops: readonly number[];
  /** For a reduction: how many loops are kept. For a contraction: how many are batch. For a scatter: positions. */
  readonly leading: number;
}

/** What a kernel is built around: its elements are finished only when loops beyond those of the result have run. */
export function isAnchor({ primitive: { kind } }: Node): boolean {
  return kind === "reduce" || kind === "contract" || kind === "scatter";
}

export function withoutOnes(shape: readonly number[]): number[] {
  return shape.filter((size) => size !== 1);
}

export function domainOf(node: Node): Domain {
  if (node.primitive.kind === "reduce") return reduceDomain(node);
  if (node.primitive.kind === "contract") return contractDomain(node);
  if (node.primitive.kind === "scatter") return scatterDomain(node);
  const space = withoutOnes(node.shape);
  return { sizes: space, space, spaceLoops: space.map((_, axis) => axis), leading: space.length };
}

/** Kept axes, then reduced ones; axes of size 1 need no loop. */
function reduceDomain(node: Node): Domain {
  const { shape } = node.inputs[0] as Node;
  const reduced = new Set(reducedAxes(node));
  const kept = withoutOnes(shape.filter((_, axis) => !reduced.has(axis)));
  const folded = withoutOnes(shape.filter((_, axis) => reduced.has(axis)));
  return {
    sizes: [...kept, ...folded],
    space: kept,
    spaceLoops: kept.map((_, axis) => axis),
    leading: kept.length,
  };
}

/** Batch axes, m, n, k. There is at least one of each of the last three, even of size 1. */
function contractDomain(node: Node): Domain {
  const { axes, sections, loopOf } = contractSections(node);
  const sizes = sections.flat();
  const spaceLoops = axes.result.flatMap((label) => loopOf.get(label) ?? []);
  const space = withoutOnes(node.shape);
  return { sizes, space, spaceLoops, leading: (sections[0] as readonly number[]).length };
}

/** Asked many times of every contraction; nodes never change. */
const sectionsOf = new WeakMap<Node, ContractSections>();

interface ContractSections {
  readonly axes: ContractAxes;
  /** Sizes of the loops: batch, m, n, k. */
  readonly sections: readonly [batch: number[], m: number[], n: number[], k: number[]];
  /** The loop of every label whose axis is longer than 1. */
  readonly loopOf: ReadonlyMap<number, number>;
}

export function contractSections(node: Node): ContractSections {
  const known = sectionsOf.get(node);
  if (known) return known;
  const found = findSections(node);
  sectionsOf.set(node, found);
  return found;
}

function findSections(node: Node): ContractSections {
  const axes = (node.primitive as ContractPrimitive).axes(node.inputs, node.attributes);
  const sizes = labelSizes(axes, node.inputs as readonly [Node, Node]);
  const loopOf = new Map<number, number>();
  let next = 0;
  const section = (labels: readonly number[], atLeast: number): number[] => {
    const long = labels.filter((label) => sizes.get(label) !== 1);
    for (const label of long) loopOf.set(label, next++);
    if (long.length >= atLeast) return long.map((label) => sizes.get(label) as number);
    next++;
    return [1];
  };
  const { batch, m, n, k } = contractLoops(axes);
  return { axes, sections: [section(batch, 0), section(m, 1), section(n, 1), section(k, 1)], loopOf };
}

/** Positions of the updates, then the axes of a row. Nothing else is computed in these loops. */
function scatterDomain(node: Node): Domain {
  const [updates, indices] = node.inputs as [Node, Node];
  const positions = withoutOnes(indices.shape);
  const row = withoutOnes(updates.shape.slice(indices.shape.length));
  return { sizes: [...positions, ...row], space: [0], spaceLoops: [], leading: positions.length };
}

export function reducedAxes(node: Node): readonly number[] {
  return node.attributes.axes as readonly number[];
}

/** The indices of a tensor of this shape, whose axes longer than 1 are the domain's space, at the current element. */
export function identityIndices(domain: Domain, shape: readonly number[]): Affine[] {
  const rank = domain.sizes.length;
  let next = 0;
  return shape.map((size) =>
    size === 1 ? constantAffine(0, rank) : axisAffine(domain.spaceLoops[next++] as number, rank),
  );
}

/** Indices into the operand of a reduction. */
export function reduceIndices(node: Node, domain: Domain): Affine[] {
  const rank = domain.sizes.length;
  const reduced = new Set(reducedAxes(node));
  let kept = 0;
  let folded = domain.leading;
  return (node.inputs[0] as Node).shape.map((size, axis) => {
    if (size === 1) return constantAffine(0, rank);
    return axisAffine(reduced.has(axis) ? folded++ : kept++, rank);
  });
}

/** Indices into both operands of a contraction. */
export function contractIndices(node: Node, domain: Domain): readonly [a: Affine[], b: Affine[]] {
  const rank = domain.sizes.length;
  const { axes, loopOf } = contractSections(node);
  const indices = (labels: readonly number[]): Affine[] =>
    labels.map((label) => {
      const loop = loopOf.get(label);
      return loop === undefined ? constantAffine(0, rank) : axisAffine(loop, rank);
    });
  return [indices(axes.a), indices(axes.b)];
}

/** Indices into the updates of a scatter; the first of them are those into its indices. */
export function scatterIndices(node: Node, domain: Domain): Affine[] {
  const rank = domain.sizes.length;
  let next = 0;
  return (node.inputs[0] as Node).shape.map((size) =>
    size === 1 ? constantAffine(0, rank) : axisAffine(next++, rank),
  );
}
