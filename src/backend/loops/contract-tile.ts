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

/** Steps along k that are written out one after another. */
const unrolled = 4;

/** `sums` has a variable for every row and vector; each takes `steps` products more. */
export function addProducts(
  builder: LoopBuilder,
  sums: readonly (readonly Value[])[],
  operands: TileOperands,
  steps: number,
): void {
  const whole = steps - (steps % unrolled);
  const step = (at: Value | undefined, offset: number): void => addStep(builder, sums, operands, at, offset);
  builder.for(builder.constant(i32, 0), builder.constant(i32, whole), unrolled, (at) => {
    for (let offset = 0; offset < unrolled; offset++) step(at, offset);
  });
  for (let offset = whole; offset < steps; offset++) step(undefined, offset);
}

function addStep(
  builder: LoopBuilder,
  sums: readonly (readonly Value[])[],
  { a, aRow, aStep, b, bStep }: TileOperands,
  at: Value | undefined,
  offset: number,
): void {
  const type = sums[0]?.[0]?.type as LoopType;
  const vectorBytes = type.lanes * laneBytes(type);
  const aHere = builder.advance(a, at, aStep);
  const bHere = builder.advance(b, at, bStep);
  const columns = (sums[0] as readonly Value[]).map((_, vector) =>
    builder.load(type, bHere, offset * bStep + vector * vectorBytes),
  );
  sums.forEach((row, index) => {
    const stride = type.lanes === 1 ? undefined : 0;
    const left = builder.load(type, aHere, offset * aStep + index * aRow, stride);
    row.forEach((sum, vector) => {
      builder.assign(sum, builder.add(builder.read(sum), builder.multiply(left, columns[vector] as Value)));
    });
  });
}
