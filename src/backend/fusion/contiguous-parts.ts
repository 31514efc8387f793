/** Views that lay their inputs end to end, so that each input can be computed in its place. */
import type { Node } from "../../tensor/node.ts";
import type { AxisMap } from "../../tensor/primitive.ts";
import { sizeOf, stridesOf } from "../../tensor/types.ts";

export interface Part {
  readonly node: Node;
  /** Where it begins, in elements. */
  readonly offset: number;
}

/** The inputs of a view of several, if each fills one contiguous range of the result and together they fill all of it. */
export function contiguousParts(node: Node): readonly Part[] | undefined {
  const { primitive, inputs } = node;
  if (primitive.kind !== "view" || inputs.length < 2) return undefined;
  const maps = primitive.maps(inputs, node.attributes);
  const parts: Part[] = [];
  for (const [number, input] of inputs.entries()) {
    const offset = rangeStart(input.shape, node.shape, maps[number] as readonly AxisMap[]);
    if (offset === undefined) return undefined;
    parts.push({ node: input, offset });
  }
  let end = 0;
  for (const { node: part, offset } of [...parts].sort((a, b) => a.offset - b.offset)) {
    if (offset !== end) return undefined;
    end = offset + sizeOf(part.shape);
  }
  return end === sizeOf(node.shape) ? parts : undefined;
}

/** Where the input begins in the result; undefined unless it is there as one contiguous range. */
function rangeStart(
  part: readonly number[],
  whole: readonly number[],
  maps: readonly AxisMap[],
): number | undefined {
  if (part.length !== whole.length) return undefined;
  const strides = stridesOf(whole);
  let start = 0;
  let cut = false;
  for (let axis = whole.length - 1; axis >= 0; axis--) {
    const { axis: from, factor, offset, also } = maps[axis] as AxisMap;
    if (from !== axis || factor !== 1 || offset > 0 || also !== undefined) return undefined;
    // Once an axis is taken in part, everything outside it must be a single row.
    if (cut && part[axis] !== 1) return undefined;
    if (part[axis] !== whole[axis]) cut = true;
    start += -offset * (strides[axis] as number);
  }
  return start;
}
