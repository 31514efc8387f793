/** The micro-kernel: one tile of sums in registers, added up along k in order. */
import { i32, type LoopType, laneBytes, type Value } from "./language.ts";
import type { LoopBuilder } from "./loop-builder.ts";

/** Rows of A and columns of B as the tile reads them; strides in bytes. */
export interface TileOperands {
  readonly a: Value;
  readonly aRow: number;
  readonly aStep: number;
  readonly b: Value;
  readonly bStep: number;
}

/**
 * `sums` has a variable for every row and vector; each takes `steps` products more. One step an iteration: engines for
 * WebAssembly do all loads of an iteration first, and those of a second step would push the sums out of the registers.
 */
export function addProducts(
  builder: LoopBuilder,
  sums: readonly (readonly Value[])[],
  { a, aRow, aStep, b, bStep }: TileOperands,
  steps: number,
): void {
  const type = sums[0]?.[0]?.type as LoopType;
  const vectorBytes = type.lanes * laneBytes(type);
  builder.for(builder.constant(i32, 0), builder.constant(i32, steps), 1, (step) => {
    const aHere = builder.advance(a, step, aStep);
    const bHere = builder.advance(b, step, bStep);
    const columns = (sums[0] as readonly Value[]).map((_, vector) =>
      builder.load(type, bHere, vector * vectorBytes),
    );
    sums.forEach((row, index) => {
      const left = builder.load(type, aHere, index * aRow, type.lanes === 1 ? undefined : 0);
      row.forEach((sum, vector) => {
        builder.assign(sum, builder.add(builder.read(sum), builder.multiply(left, columns[vector] as Value)));
      });
    });
  });
}
