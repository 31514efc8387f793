/**
 * Reduce kernels as loops. With sixteen lanes a result is folded along memory, vector by vector; with one lane, results
 * side by side are folded at once, each in its own lane.
 */
import type { Kernel2 } from "../../tensor/arithmetic.ts";
import { laneCount } from "../../tensor/reduction-order.ts";
import { bytesOf, sizeOf, stridesOf } from "../../tensor/types.ts";
import type { Affine, Expr, ReduceKernel, Store } from "../kernel.ts";
import { mergeable } from "./boxes.ts";
import { emitExpression, emitStores, type Index, lanesAlong, type Place } from "./emit-expression.ts";
import { type Folding, foldOneLane, foldSixteenLanes, nest } from "./fold.ts";
import { beginKernel, type Frame } from "./kernel-frame.ts";
import { i32, type LoopFunction, type Value } from "./language.ts";
import type { LoopTarget } from "./loop-target.ts";
import { affinesIn, rewriteExpression, rewriteStores } from "./rewrite-expression.ts";
import { runInLanes } from "./run-in-lanes.ts";
import { nestInUnits, unitsOf } from "./work-units.ts";

/** Vectors of results that are folded side by side, so that one addition need not wait for the last. */
const sideBySide = 4;

/** The kernel with its axes merged: `kept` and `reduced` may both be empty. */
interface Reduction {
  readonly kept: readonly number[];
  readonly reduced: readonly number[];
  readonly value: Expr;
  readonly stores: readonly Store[];
}

/** Results a work unit, where they lie side by side: a line of the cache, so that no two threads write to one. */
const runUnit = 16;

type WorkFrame = Frame & { readonly workspace: Value };

export function reduceFunction(kernel: ReduceKernel, target: LoopTarget): LoopFunction {
  const reduction = mergeReduction(kernel);
  const sixteen = kernel.order.lanes > 1;
  return sixteen ? inSixteenLanes(kernel, reduction, target) : inOneLane(kernel, reduction, target);
}

function inOneLane(kernel: ReduceKernel, reduction: Reduction, target: LoopTarget): LoopFunction {
  const frame = beginKernel(kernel);
  writeOneLane(frame, reduction, foldingOf(kernel, frame), target);
  return frame.builder.function(kernel.name, unitsOf(reduction.kept, runUnit));
}

function inSixteenLanes(kernel: ReduceKernel, reduction: Reduction, target: LoopTarget): LoopFunction {
  const frame = beginKernel(kernel, { workspace: "writes" });
  const workspace = writeSixteenLanes(frame, reduction, foldingOf(kernel, frame), target);
  return frame.builder.function(kernel.name, unitsOf([...reduction.kept, 1], 1), { workspace });
}

function foldingOf(kernel: ReduceKernel, { builder }: Frame): Folding {
  return {
    builder,
    dtype: kernel.value.dtype,
    order: kernel.order,
    identity: kernel.primitive.identity[kernel.value.dtype],
    kernel: kernel.primitive.kernel as Kernel2,
  };
}
function mergeReduction({ kept, reduced, value, stores }: ReduceKernel): Reduction {
  const all = affinesIn([value, ...stores.map((store) => store.value)]).affines;
  const affines = [...all, ...stores.map(({ access }) => access.at)];
  const part = (from: number, to: number): Affine[] =>
    affines.map(({ offset, strides }) => ({ offset, strides: strides.slice(from, to) }));
  const rank = kept.length + reduced.length;
  const outer = mergeable(kept, part(0, kept.length));
  const inner = mergeable(reduced, part(kept.length, rank));
  const axes = [...outer.groups, ...inner.groups.map((axis) => (axis < 0 ? axis : axis + kept.length))];
  const sizes = [...outer.sizes, ...inner.sizes];
  const merged = ({ offset, strides }: Affine): Affine => ({
    offset,
    strides: axes.map((axis) => (axis < 0 ? 0 : (strides[axis] ?? 0))),
  });
  return {
    kept: outer.sizes,
    reduced: inner.sizes,
    value: rewriteExpression(value, merged, sizes),
    stores: rewriteStores(stores, merged, sizes),
  };
}

const zero: Index = { plus: 0 };

function writeOneLane(frame: Frame, reduction: Reduction, folding: Folding, target: LoopTarget): void {
  const { builder, buffers, begin, end } = frame;
  const { kept, reduced, value, stores } = reduction;
  const laneAxis = kept.length - 1;
  const values = [value, ...stores.map((store) => store.value)];
  const place = (indices: readonly Index[], lanes: number, accumulator?: Value): Place => ({
    builder,
    buffers,
    indices,
    laneAxis,
    lanes,
    ...(accumulator === undefined ? {} : { accumulator }),
  });
  const write = (outer: readonly Index[], at: Value, lanes: number, count: number): void => {
    const columns = Array.from(
      { length: count },
      (_, number): Index => ({ value: at, plus: number * lanes }),
    );
    const results = foldOneLane(
      folding,
      reduced,
      columns.map(() => lanes),
      (indices) =>
        columns.map((column) => emitExpression(place([...outer, column, ...indices], lanes), value)),
    );
    columns.forEach((column, number) => {
      const indices = [...outer, column, ...reduced.map(() => zero)];
      emitStores(place(indices, lanes, results[number] as Value), stores);
    });
  };
  const size = kept[laneAxis] as number;
  const wide = lanesAlong(values, laneAxis, target.vectorBytes);
  nestInUnits(builder, kept, runUnit, { from: begin, to: end }, (outer, { from, to }) =>
    runInLanes(builder, { from, to, size, lanes: wide, unroll: sideBySide }, (at, lanes, count) => {
      write(outer, at, lanes, count);
    }),
  );
}

function writeSixteenLanes(
  frame: WorkFrame,
  reduction: Reduction,
  folding: Folding,
  target: LoopTarget,
): number {
  const { builder, workspace, begin, end } = frame;
  const { kept, reduced, value, stores } = reduction;
  const length = sizeOf(reduced);
  const scratchBytes = laneCount * bytesOf.f64;
  const gathered = reduced.length > 1;
  const elements = { pointer: builder.advance(workspace, undefined, 0, scratchBytes), dtype: value.dtype };
  const buffers = gathered ? [...frame.buffers, elements] : frame.buffers;
  const laneAxis = kept.length + reduced.length - 1;
  const place = (indices: readonly Index[], lanes: number): Place => ({
    builder,
    buffers,
    indices,
    laneAxis,
    lanes,
  });
  const vectorLanes = lanesAlong([value], laneAxis, target.vectorBytes);
  nestInUnits(builder, [...kept, 1], 1, { from: begin, to: end }, (outer) => {
    let source = value;
    if (gathered) {
      // Lanes follow the position in row-major order, so the elements of a nest are laid out in that order first.
      const at = { offset: 0, strides: [...kept.map(() => 0), ...stridesOf(reduced)] };
      const store = { access: { buffer: frame.buffers.length, at }, value };
      const size = reduced[reduced.length - 1] as number;
      nest(builder, reduced.slice(0, -1), (inner) => {
        const range = {
          from: builder.constant(i32, 0),
          to: builder.constant(i32, size),
          size,
          lanes: vectorLanes,
          unroll: 1,
        };
        runInLanes(builder, range, (index, lanes) => {
          emitStores(place([...outer, ...inner, { value: index, plus: 0 }], lanes), [store]);
        });
      });
      source = {
        kind: "load",
        dtype: value.dtype,
        access: { buffer: frame.buffers.length, at: alongLast(laneAxis) },
      };
    }
    const lanes = gathered ? target.vectorBytes / bytesOf[value.dtype] : vectorLanes;
    const before = [...outer, ...reduced.slice(1).map(() => zero)];
    const result = foldSixteenLanes(
      folding,
      length,
      lanes,
      (position, here) => emitExpression(place([...before, position], here), source),
      workspace,
    );
    const epilogue = { ...place([...outer, ...reduced.map(() => zero)], 1), accumulator: result };
    emitStores(epilogue, stores);
  });
  return scratchBytes + (gathered ? length * bytesOf[value.dtype] : 0);
}

function alongLast(axis: number): Affine {
  return { offset: 0, strides: [...new Array<number>(axis).fill(0), 1] };
}
