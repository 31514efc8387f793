/** The loops of the kernel that computes a node, and where the node's own axes are among them. */
import type { Node } from "../../tensor/node.ts";
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
  /** For a reduction: how many loops are kept. For a contraction: how many are batch. */
  readonly leading: number;
}

export function withoutOnes(shape: readonly number[]): number[] {
  return shape.filter((size) => size !== 1);
}

export function domainOf(node: Node): Domain {
  if (node.primitive.kind === "reduce") return reduceDomain(node);
  if (node.primitive.kind === "contract") return contractDomain(node);
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

/** Batch axes, m, n, k. The last three are always there, even of size 1. */
function contractDomain(node: Node): Domain {
  const m = node.shape.at(-2) as number;
  const n = node.shape.at(-1) as number;
  const batch = withoutOnes(node.shape.slice(0, -2));
  const sizes = [...batch, m, n, contractedSize(node)];
  const spaceLoops = sizes
    .map((_, loop) => loop)
    .filter((loop) => loop < sizes.length - 1 && sizes[loop] !== 1);
  return { sizes, space: withoutOnes(node.shape), spaceLoops, leading: batch.length };
}

function contractedSize(node: Node): number {
  return (node.inputs[0] as Node).shape.at(node.attributes.transposeA ? -2 : -1) as number;
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
  const [m, n, k] = [rank - 3, rank - 2, rank - 1].map((loop) => axisAffine(loop, rank)) as [
    Affine,
    Affine,
    Affine,
  ];
  let next = 0;
  const batch = node.shape
    .slice(0, -2)
    .map((size) => (size === 1 ? constantAffine(0, rank) : axisAffine(next++, rank)));
  return [
    [...batch, ...(node.attributes.transposeA ? [k, m] : [m, k])],
    [...batch, ...(node.attributes.transposeB ? [n, k] : [k, n])],
  ];
}
