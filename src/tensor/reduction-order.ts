/**
 * The one order in which a reduction folds its elements. It depends on shapes alone: never on threads, targets, memory
 * layout or fusion. Every kernel follows it, so every target gets the same bits.
 *
 * A reduction folds, for each index of the kept axes, `length` elements: those of the reduced axes in row-major order.
 *
 * 1. They are cut into consecutive pieces of `piece` elements; the last may be shorter.
 * 2. Within a piece, accumulator `j` of `lanes` starts at the identity and takes the piece's elements `j`, `j + lanes`,
 *    `j + 2 * lanes` … one after another: `acc[j] = combine(acc[j], element)`. Accumulators that get none keep the identity.
 * 3. The accumulators of a piece meet in a fixed tree: `acc[i] = combine(acc[i], acc[i + half])` for `half` = 8, 4, 2, 1
 *    and all `i < half`. With one lane there is nothing to do. `acc[0]` is the result of the piece.
 * 4. The first piece's result is the total; each further one joins in order: `total = combine(total, result)`.
 *
 * There are 16 lanes where the innermost axis (of those longer than 1) is reduced and there are at least 16 elements: then
 * lanes run along memory. Otherwise there is one: where the innermost axis is kept, lanes run along the kept elements
 * instead, and each output is a plain sum row by row; below 16 elements a tree would cost more than it saves. An
 * accumulator takes at most 256 elements before its piece ends, which bounds the rounding error of long sums (it grows
 * with the length of a chain) and leaves pieces for threads to share.
 */

export interface ReductionOrder {
  readonly lanes: 1 | 16;
  /** Elements a piece: 256 a lane. */
  readonly piece: number;
}

export const laneCount = 16;
const elementsPerLane = 256;

/** The order for `length` elements an output. */
export function reductionOrder(innermostReduced: boolean, length: number): ReductionOrder {
  const lanes = innermostReduced && length >= laneCount ? laneCount : 1;
  return { lanes, piece: elementsPerLane * lanes };
}

/** The order for a reduction of `axes` (not negative) of an operand of this shape. */
export function reductionOrderOf(shape: readonly number[], axes: readonly number[]): ReductionOrder {
  const length = axes.reduce((product, axis) => product * (shape[axis] as number), 1);
  return reductionOrder(innermostReduced(shape, axes), length);
}

/** Whether the last axis longer than 1 is among the reduced ones. Axes of length 1 move nothing, so they do not count. */
function innermostReduced(shape: readonly number[], axes: readonly number[]): boolean {
  const innermost = shape.findLastIndex((size) => size > 1);
  return axes.includes(innermost);
}

/** Folds `length` elements in the given order; the definition that kernels are compared with. */
export function foldInOrder(
  order: ReductionOrder,
  length: number,
  element: (index: number) => number,
  combine: (a: number, b: number) => number,
  identity: number,
): number {
  let total = identity;
  for (let start = 0; start < length; start += order.piece) {
    const end = Math.min(length, start + order.piece);
    const result = foldPiece(order.lanes, start, end, element, combine, identity);
    total = start === 0 ? result : combine(total, result);
  }
  return total;
}

function foldPiece(
  lanes: number,
  start: number,
  end: number,
  element: (index: number) => number,
  combine: (a: number, b: number) => number,
  identity: number,
): number {
  const accumulators = new Array<number>(lanes).fill(identity);
  for (let index = start; index < end; index++) {
    const lane = (index - start) % lanes;
    accumulators[lane] = combine(accumulators[lane] as number, element(index));
  }
  for (let half = lanes / 2; half >= 1; half /= 2) {
    for (let i = 0; i < half; i++) {
      accumulators[i] = combine(accumulators[i] as number, accumulators[i + half] as number);
    }
  }
  return accumulators[0] as number;
}
