/** Where tiles read A and B: the matrices themselves, or copies in private memory. */
import { bytesOf, sizeOf, stridesOf } from "../../tensor/types.ts";
import type { ContractKernel } from "../kernel.ts";
import type { ContractPlan } from "./contract-plan.ts";
import { type ContractTask, matrixAt, type Spot, workspaceAt } from "./contract-task.ts";
import { eachTile } from "./each-tile.ts";
import { nest } from "./fold.ts";
import { beginKernel } from "./kernel-frame.ts";
import type { LoopFunction, Value } from "./language.ts";
import type { LoopBuilder } from "./loop-builder.ts";
import { packPanel } from "./pack-panel.ts";

/** Strides in bytes, for every axis of k. */
export interface PanelOperand {
  readonly at: Value;
  readonly steps: readonly number[];
}

export interface RowsOperand extends PanelOperand {
  readonly row: number;
}

/**
 * The panel of B at a column, `count` indices of it from `start` along the first axis of k; copied first where that pays or
 * a vector is ragged.
 */
export function panelOperand(
  task: ContractTask,
  { column, columns }: Pick<Spot, "column" | "columns">,
  start: Value,
  count: number,
): PanelOperand {
  const { plan, kernel, bytes } = task;
  const { builder } = task.frame;
  const { bN, bK } = plan.strides;
  const { lanes } = plan.tile;
  const top = builder.advance(matrixAt(task, kernel.b), column, bN * bytes);
  const source = builder.advance(top, start, (bK[0] as number) * bytes);
  if (!plan.packB && columns % lanes === 0) return { at: source, steps: bK.map((stride) => stride * bytes) };
  const target = workspaceAt(task, "panel");
  const width = Math.ceil(columns / lanes) * lanes;
  const sizes = kernel.k.with(0, count);
  const steps = stridesOf(sizes).map((stride) => stride * width * bytes);
  nest(builder, sizes.slice(0, -1), (indices) => {
    const along = (pointer: Value, strides: readonly number[]): Value =>
      indices.reduce((at, { value }, axis) => builder.advance(at, value, strides[axis] as number), pointer);
    packPanel({
      builder,
      kind: kernel.dtype,
      vectorLanes: lanes,
      source: along(
        source,
        bK.map((stride) => stride * bytes),
      ),
      columnStride: bN,
      stepStride: bK.at(-1) as number,
      target: along(target, steps),
      columns,
      width,
      steps: sizes.at(-1) as number,
    });
  });
  return { at: target, steps };
}

/** What has to run before a contraction whose plan says `packA`: all rows of A side by side for every k, tile by tile. */
export function packFunction(kernel: ContractKernel, plan: ContractPlan): LoopFunction {
  const frame = beginKernel(kernel, { shared: "writes" });
  const { builder, begin, end } = frame;
  const bytes = bytesOf[kernel.dtype];
  const { aM, aK } = plan.strides;
  // Tiles have few rows: four (of f64 two) are turned at a time, even where vectors are wider.
  const narrow = 16 / bytes;
  // There is one matrix then: the batch axes have one index.
  const matrix = matrixAt({ frame, bytes, batch: kernel.batch.map(() => ({ plus: 0 })) }, kernel.a);
  eachTile(builder, { from: begin, to: end }, kernel.m, plan.tile.rows, (row, rows) =>
    packPanel({
      builder,
      kind: kernel.dtype,
      vectorLanes: rows >= narrow ? Math.min(narrow, plan.tile.lanes) : 1,
      source: builder.advance(matrix, row, aM * bytes),
      columnStride: aM,
      stepStride: aK[0] as number,
      target: packedRows(frame, kernel, row),
      columns: rows,
      width: rows,
      steps: kernel.k[0] as number,
    }),
  );
  return builder.function(`${kernel.name}: rows of A`, plan.rowTiles, { shared: packedBytes(kernel) });
}

export function packedBytes({ m, k, dtype }: ContractKernel): number {
  return m * sizeOf(k) * bytesOf[dtype];
}

function packedRows(
  { builder, shared }: { readonly builder: LoopBuilder; readonly shared: Value },
  { k, dtype }: ContractKernel,
  row: Value,
): Value {
  return builder.advance(shared, row, (k[0] as number) * bytesOf[dtype]);
}

/** The rows of A of one tile, from `start` along the first axis of k. */
export function rowsOperand(task: ContractTask, { row, rows }: Spot, start: Value): RowsOperand {
  const { plan, kernel, bytes } = task;
  const { builder, shared } = task.frame;
  const [aM, aK] = shared === undefined ? [plan.strides.aM, plan.strides.aK] : [1, [rows]];
  const first =
    shared === undefined
      ? builder.advance(matrixAt(task, kernel.a), row, aM * bytes)
      : packedRows({ builder, shared }, kernel, row);
  return {
    at: builder.advance(first, start, (aK[0] as number) * bytes),
    row: aM * bytes,
    steps: aK.map((stride) => stride * bytes),
  };
}
