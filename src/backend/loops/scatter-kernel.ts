/**
 * Scatter kernels as loops: zeros, then every position's row added to the row of its number. Positions come in order, so
 * work is cut along the rows' own axes: a unit has its elements of all rows to itself.
 */
import type { Affine, ScatterKernel } from "../kernel.ts";
import { mergeable } from "./boxes.ts";
import { address, emitExpression, type Index, lanesAlong, type Place, rowAt } from "./emit-expression.ts";
import { nest } from "./fold.ts";
import { beginKernel, type Frame } from "./kernel-frame.ts";
import { i32, type LoopFunction, type Value } from "./language.ts";
import { loopArithmetic } from "./loop-arithmetic.ts";
import type { LoopTarget } from "./loop-target.ts";
import { affinesIn, rewriteExpression } from "./rewrite-expression.ts";
import { runInLanes } from "./run-in-lanes.ts";
import { nestInUnits, unitsOf } from "./work-units.ts";

/** Elements of a row that a work unit has to itself: a line of the cache. */
const runUnit = 16;

export function scatterFunction(original: ScatterKernel, target: LoopTarget): LoopFunction {
  const kernel = mergeLoops(original);
  const frame = beginKernel(kernel);
  const { builder, begin, end } = frame;
  const { positions, row, rows } = kernel;
  const outer = positions.map((): Index => ({ plus: 0 }));
  const lanes = lanesAlong(
    [kernel.value, kernel.index],
    positions.length + row.length - 1,
    target.vectorBytes,
  );
  builder.for(builder.constant(i32, 0), builder.constant(i32, rows), 1, (number) => {
    eachElement(frame, kernel, lanes, { begin, end }, outer, (place) => setZero(place, kernel, number));
  });
  nest(builder, positions, (indices) => {
    eachElement(frame, kernel, lanes, { begin, end }, indices, (place) => addTo(place, kernel));
  });
  return builder.function(kernel.name, unitsOf(row, runUnit));
}

/** Positions and rows both have an axis then, even of one index. */
function mergeLoops(kernel: ScatterKernel): ScatterKernel {
  const { positions, row, value, index, target } = kernel;
  const affines = [...affinesIn([value, index]).affines, target.at];
  const part = (from: number, to?: number): Affine[] =>
    affines.map(({ offset, strides }) => ({ offset, strides: strides.slice(from, to) }));
  const outer = mergeable(positions, part(0, positions.length));
  const inner = mergeable(row, part(positions.length));
  const axes = [...outer.groups, ...inner.groups.map((axis) => (axis < 0 ? axis : axis + positions.length))];
  const merged = ({ offset, strides }: Affine): Affine => ({
    offset,
    strides: axes.map((axis) => (axis < 0 ? 0 : (strides[axis] as number))),
  });
  const sizes = [...outer.sizes, ...inner.sizes];
  return {
    ...kernel,
    positions: outer.sizes,
    row: inner.sizes,
    value: rewriteExpression(value, merged, sizes),
    index: rewriteExpression(index, merged, sizes),
    target: { buffer: target.buffer, at: merged(target.at) },
  };
}

/** The elements of a row that fall to units `begin` to `end` of its first axis. */
function eachElement(
  { builder, buffers }: Frame,
  { row }: ScatterKernel,
  lanes: number,
  { begin, end }: Pick<Frame, "begin" | "end">,
  positions: readonly Index[],
  write: (place: Place) => void,
): void {
  const last = row.length - 1;
  const size = row[last] as number;
  const laneAxis = positions.length + last;
  nestInUnits(builder, row, runUnit, { from: begin, to: end }, (outer, { from, to }) =>
    runInLanes(builder, { from, to, size, lanes, unroll: 1 }, (value, here) => {
      const indices = [...positions, ...outer, { value, plus: 0 }];
      write({ builder, buffers, indices, laneAxis, lanes: here });
    }),
  );
}

function setZero(place: Place, { target, stride, value: { dtype } }: ScatterKernel, number: Value): void {
  const { pointer, offset, stride: step } = address(place, target, { number, stride });
  const zero = place.builder.constant({ kind: dtype, lanes: place.lanes }, 0);
  place.builder.store(zero, pointer, offset, step);
}

function addTo(place: Place, kernel: ScatterKernel): void {
  const { builder, lanes } = place;
  const { dtype } = kernel.value;
  const index = emitExpression({ ...place, lanes: 1 }, kernel.index);
  const { pointer, offset, stride } = address(place, kernel.target, rowAt(builder, index, kernel));
  const sum = builder.load({ kind: dtype, lanes }, pointer, offset, lanes === 1 ? undefined : stride);
  const value = emitExpression(place, kernel.value);
  builder.store(loopArithmetic(builder, dtype, lanes).add(sum, value), pointer, offset, stride);
}
