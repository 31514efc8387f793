/** One step down the graph: which elements of its inputs an element of a node is made of, as affine functions of loops. */
import type { Node } from "../../tensor/node.ts";
import type { AxisMap, ViewPrimitive } from "../../tensor/primitive.ts";
import { addAffine, affineRange, constantAffine, linearAffine, scaleAffine, splitAffine } from "../affine.ts";
import type { Affine, Guard } from "../kernel.ts";

/** An element of an input. Its indices, or only its row-major position where the indices would take a division. */
export interface Step {
  readonly input: Node;
  readonly at: readonly Affine[] | { readonly position: Affine };
  /** Empty where the element is always there. */
  readonly guards: readonly Guard[];
}

/**
 * Steps from the element of a node at given indices. For a view with several inputs or a fill they are alternatives: the
 * first whose guards hold counts. Reductions, contractions and scatters are no steps: they have kernels of their own. A
 * gather's step is to its indices: which element of the table it is, no affine function says.
 */
export function stepsFrom(node: Node, at: readonly Affine[], sizes: readonly number[]): readonly Step[] {
  const { primitive } = node;
  switch (primitive.kind) {
    case "pointwise":
    case "cast":
      return node.inputs.map((input) => ({ input, at, guards: [] }));
    case "random":
      return node.inputs.map((input) => ({ input, at: [], guards: [] }));
    case "view":
      return viewSteps(node, primitive, at, sizes);
    case "reshape":
      return [reshapeStep(node, at, sizes)];
    case "gather":
      return [gatherStep(node, at)];
    default:
      return [];
  }
}

function viewSteps(
  node: Node,
  primitive: ViewPrimitive,
  at: readonly Affine[],
  sizes: readonly number[],
): readonly Step[] {
  const maps = mapsOf(node, primitive);
  const steps: Step[] = [];
  for (let number = 0; number < node.inputs.length; number++) {
    const input = node.inputs[number] as Node;
    const step = mappedStep(input, maps[number] as readonly AxisMap[], at, sizes);
    if (step === undefined) continue;
    steps.push(step);
    if (step.guards.length === 0) break;
  }
  return steps;
}

/** Asked for wherever an element of the node is needed; nodes never change. */
const known = new WeakMap<Node, readonly (readonly AxisMap[])[]>();

function mapsOf(node: Node, { maps }: ViewPrimitive): readonly (readonly AxisMap[])[] {
  const found = known.get(node) ?? maps(node.inputs, node.attributes);
  known.set(node, found);
  return found;
}

/** Undefined where no element of the loops falls into the input. */
function mappedStep(
  input: Node,
  maps: readonly AxisMap[],
  at: readonly Affine[],
  sizes: readonly number[],
): Step | undefined {
  const guards: Guard[] = [];
  const mapped: Affine[] = [];
  for (let axis = 0; axis < maps.length; axis++) {
    const { axis: from, factor, offset, also } = maps[axis] as AxisMap;
    const first =
      from === undefined
        ? constantAffine(offset, sizes.length)
        : scaleAffine(at[from] as Affine, factor, offset);
    const index =
      also === undefined ? first : addAffine(first, scaleAffine(at[also.axis] as Affine, also.factor));
    const size = input.shape[axis] as number;
    const [low, high] = affineRange(index, sizes);
    if (high < 0 || low >= size) return undefined;
    if (low < 0 || high >= size) guards.push({ value: index, low: 0, high: size });
    mapped.push(index);
  }
  return { input, at: mapped, guards };
}

function reshapeStep(node: Node, at: readonly Affine[], sizes: readonly number[]): Step {
  const input = node.inputs[0] as Node;
  const position = linearAffine(at, node.shape, sizes.length);
  return { input, at: splitAffine(position, input.shape, sizes) ?? { position }, guards: [] };
}

function gatherStep(node: Node, at: readonly Affine[]): Step {
  const input = node.inputs[1] as Node;
  return { input, at: at.slice(0, input.shape.length), guards: [] };
}

/** Moves and computes nothing wherever it is used: inlined however often. */
export function isFree(node: Node): boolean {
  return node.primitive.kind === "reshape" || (node.primitive.kind === "view" && node.inputs.length === 1);
}

/** The node whose elements these are, in the same order: what is under reshapes. */
export function underReshapes(node: Node): Node {
  let under = node;
  while (under.primitive.kind === "reshape") under = under.inputs[0] as Node;
  return under;
}
