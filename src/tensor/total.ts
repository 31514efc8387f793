/**
 * Sums of several nodes in one: what an unrolled loop asks of the gradient of weights that every step uses. Adding up T
 * products of matrices would write T results; one product over all steps writes one.
 */
import type { Builder } from "./builder.ts";
import { labelSizes } from "./contraction.ts";
import type { Node } from "./node.ts";
import type { ContractAxes, Primitive } from "./primitive.ts";
import { sameShape } from "./types.ts";

/** Fewer are added up: laying their operands side by side would cost what it saves. */
const enough = 4;

/** Nodes of one kind together, where the kind knows how; the others one after another as they came. */
export function sumOf(g: Builder, parts: readonly Node[]): Node {
  const kinds = new Map<Primitive, Node[]>();
  for (const part of parts) {
    const same = kinds.get(part.primitive);
    if (same) same.push(part);
    else kinds.set(part.primitive, [part]);
  }
  const terms = [...kinds].flatMap(([primitive, nodes]) => {
    const total = nodes.length > 1 ? primitive.total?.(g, nodes) : undefined;
    return total ? [total] : nodes;
  });
  return terms.reduce((sum, term) => g.add(sum, term));
}

/** The sum of one tensor under another shape, as the sum of what is under it: that may be of a kind that knows more. */
export function totalOfReshapes(g: Builder, nodes: readonly Node[]): Node | undefined {
  const under = nodes.map(({ inputs }) => inputs[0] as Node);
  const [first] = under;
  if (!under.every(({ shape }) => sameShape(shape, (first as Node).shape))) return undefined;
  return g.reshape(sumOf(g, under), (nodes[0] as Node).shape);
}

/** The sum of contractions of equal shape, as one over their operands side by side. */
export function totalOfContractions(
  g: Builder,
  nodes: readonly Node[],
  axesOf: (node: Node) => ContractAxes,
): Node | undefined {
  const [first] = nodes as readonly [Node];
  const axes = axesOf(first);
  if (nodes.length < enough || !nodes.every((node) => isLike(node, axesOf(node), first, axes)))
    return undefined;
  const [a, b] = [0, 1].map((operand) =>
    stack(
      g,
      nodes.map(({ inputs }) => inputs[operand] as Node),
    ),
  ) as [Node, Node];
  const which = 1 + Math.max(...labelSizes(axes, first.inputs as [Node, Node]).keys());
  return g.contract(a, b, { a: [which, ...axes.a], b: [which, ...axes.b], result: axes.result });
}

/** The sum of sums over the same axes, as one over them side by side. */
export function totalOfSums(g: Builder, nodes: readonly Node[]): Node | undefined {
  const [first] = nodes as readonly [Node];
  const operands = nodes.map(({ inputs }) => inputs[0] as Node);
  const alike = nodes.every(
    ({ attributes }, i) =>
      String(attributes.axes) === String(first.attributes.axes) &&
      attributes.keepDims === first.attributes.keepDims &&
      sameShape((operands[i] as Node).shape, (operands[0] as Node).shape),
  );
  if (nodes.length < enough || !alike) return undefined;
  const axes = (first.attributes.axes as readonly number[]).map((axis) => axis + 1);
  return g.reshape(g.sum(stack(g, operands), [0, ...axes]), first.shape);
}

interface Piece {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
}

/** The sum of pieces that lie in zeros without touching each other, as the pieces one after another. */
export function totalOfPads(g: Builder, nodes: readonly Node[]): Node | undefined {
  const [first] = nodes as readonly [Node];
  const moved = nodes.map(({ inputs, shape }) =>
    shape.findIndex((size, axis) => inputs[0]?.shape[axis] !== size),
  );
  const axis = moved.find((found) => found >= 0);
  if (axis === undefined || nodes.some(({ attributes }) => !Object.is(attributes.value, 0))) return undefined;
  const pieces = nodes
    .map(({ inputs, attributes }): Piece => {
      const node = inputs[0] as Node;
      const start = (attributes.before as readonly number[])[axis] as number;
      return { node, start, end: start + (node.shape[axis] as number) };
    })
    .sort((a, b) => a.start - b.start);
  const apart = pieces.every(({ node, start }, i) => {
    const before = pieces[i - 1]?.end ?? 0;
    return (
      start >= before && node.shape.every((size, other) => other === axis || size === first.shape[other])
    );
  });
  return apart ? g.concat(withGaps(g, pieces, first, axis), axis) : undefined;
}

function withGaps(g: Builder, pieces: readonly Piece[], { shape, dtype }: Node, axis: number): Node[] {
  const parts: Node[] = [];
  let end = 0;
  const fill = (to: number): void => {
    if (to > end) parts.push(g.constant(0, shape.with(axis, to - end), dtype));
    end = to;
  };
  for (const piece of pieces) {
    fill(piece.start);
    parts.push(piece.node);
    end = piece.end;
  }
  fill(shape[axis] as number);
  return parts;
}

/** Along a new first axis, the last node first: gradients come in the reverse order of what they are gradients of. */
function stack(g: Builder, nodes: readonly Node[]): Node {
  const rows = nodes.map((node) => g.reshape(node, [1, ...node.shape])).reverse();
  return g.concat(rows, 0);
}

function isLike(node: Node, axes: ContractAxes, first: Node, wanted: ContractAxes): boolean {
  return (
    (["a", "b", "result"] as const).every((side) => sameShape(axes[side], wanted[side])) &&
    node.inputs.every((input, i) => sameShape(input.shape, (first.inputs[i] as Node).shape))
  );
}
