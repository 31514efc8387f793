/** The micro-kernel: one tile of sums in registers, added up along k in order. */
import { sizeOf } from "../../tensor/types.ts";
import type { PanelOperand, RowsOperand } from "./contract-operands.ts";
import { lineBytes } from "./contract-plan.ts";
import { i32, type LoopType, laneBytes, type Value } from "./language.ts";
import type { LoopBuilder } from "./loop-builder.ts";

/** A variable for every row and vector. */
export type Sums = readonly (readonly Value[])[];

export function newSums(builder: LoopBuilder, type: LoopType, rows: number, columns: number): Sums {
  const zero = builder.constant(type, 0);
  const vectors = Math.ceil(columns / type.lanes);
  return Array.from({ length: rows }, () => Array.from({ length: vectors }, () => builder.variable(zero)));
}

/** Steps that are worth writing out, those of a window of 3 by 3: where a loop ends costs as much as one or two. Of more, the code is too long. */
const fewSteps = 9;
/** Of more, as many a turn; a single row waits for memory, not for its loop. */
const stepsOfTurn = 2;

/**
 * Each sum takes the products of `counts` indices along the axes of k. One step an iteration: engines for WebAssembly do all loads of an iteration first,
 * and those of a second step would push the sums out of the registers.
 */
export function addProducts(
  builder: LoopBuilder,
  sums: Sums,
  a: RowsOperand,
  b: PanelOperand,
  counts: readonly number[],
): void {
  const [first] = sums as [readonly Value[]];
  const { type } = first[0] as Value;
  const vectorBytes = type.lanes * laneBytes(type);
  const addStep = (aHere: Value, bHere: Value): void => {
    const columns = first.map((_, vector) => builder.load(type, bHere, vector * vectorBytes));
    for (let line = 0; b.ahead !== undefined && line < first.length * vectorBytes; line += lineBytes) {
      builder.prefetch(bHere, b.ahead + line);
    }
    // Else compilers load a column again for each of a few rows, as x86 multiplies by memory; and keep what windows of later steps
    // share in registers that they do not have.
    if (sums.length > 1) builder.fence();
    sums.forEach((row, index) => {
      const left = builder.load(type, aHere, index * a.row, type.lanes === 1 ? undefined : 0);
      row.forEach((sum, vector) => {
        const product = builder.multiply(left, columns[vector] as Value);
        builder.assign(sum, builder.add(builder.read(sum), product));
      });
    });
  };
  const along = (axis: number, aAt: Value, bAt: Value): void => {
    const count = counts[axis];
    if (count === undefined) {
      addStep(aAt, bAt);
      return;
    }
    const write = (step: Value): void => {
      const aHere = builder.advance(aAt, step, a.steps[axis] as number);
      along(axis + 1, aHere, builder.advance(bAt, step, b.steps[axis] as number));
    };
    const inTurn = axis + 1 === counts.length && sums.length > 1 ? stepsOfTurn : undefined;
    const unroll = sizeOf(counts.slice(axis)) <= fewSteps ? count : inTurn;
    builder.for(builder.constant(i32, 0), builder.constant(i32, count), 1, write, unroll);
  };
  along(0, a.at, b.at);
}

/** Sums to memory or back, rows `rowBytes` apart. */
export function moveSums(
  builder: LoopBuilder,
  sums: Sums,
  at: Value,
  rowBytes: number,
  way: "load" | "store",
): void {
  sums.forEach((row, index) => {
    row.forEach((sum, vector) => {
      const offset = index * rowBytes + vector * sum.type.lanes * laneBytes(sum.type);
      if (way === "load") builder.assign(sum, builder.load(sum.type, at, offset));
      else builder.store(builder.read(sum), at, offset);
    });
  });
}
