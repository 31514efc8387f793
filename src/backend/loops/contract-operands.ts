/** Where tiles read A and B: the matrices themselves, or copies in private memory. */
import { bytesOf, sizeOf, stridesOf } from "../../tensor/types.ts";
import type { ContractKernel } from "../kernel.ts";
import type { ContractPlan } from "./contract-plan.ts";
import { type ContractTask, matrixAt, type Spot, workspaceAt } from "./contract-task.ts";
import { eachTile } from "./each-tile.ts";
import type { Index } from "./emit-expression.ts";
import { nest } from "./fold.ts";
import { beginKernel, type Frame } from "./kernel-frame.ts";
import type { LoopFunction, Value } from "./language.ts";
import type { LoopBuilder } from "./loop-builder.ts";
import { packPanel } from "./pack-panel.ts";
import { nestInUnits, unitsOf } from "./work-units.ts";

/** Strides in bytes, for every axis of k. */
interface Operand {
  readonly at: Value;
  readonly steps: readonly number[];
}

export interface RowsOperand extends Operand {
  readonly row: number;
}

export interface PanelOperand extends Operand {
  /** How far before its use, in bytes, a row is asked for. */
  readonly ahead?: number;
  /** Where the last row is, if not with the others. */
  readonly last?: PanelOperand;
}

/** Enough to bridge the way from the last cache, and few enough to be still there. */
const bytesAhead = 2048;

/**
 * The panel of B at a column, `count` indices of it from `start` along the first axis of k; copied first where that pays or
 * a vector is ragged. Of vectors that reach into the row that follows, only the last row is copied.
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
  const [first] = bK as [number];
  const top = builder.advance(matrixAt(task, kernel.b), column, bN * bytes);
  const source = builder.advance(top, start, first * bytes);
  const beyond = -columns & (plan.tile.lanes - 1);
  const reaching = kernel.k.length === 1 && count > 1 && first >= beyond;
  if (plan.packB || (beyond > 0 && !reaching)) {
    return copyPanel(task, columns, source, kernel.k.with(0, count));
  }
  const steps = bK.map((stride) => stride * bytes);
  const rowsAhead = plan.streamB ? Math.ceil(bytesAhead / (columns * bytes)) : 0;
  const last = builder.advance(source, undefined, 0, (count - 1) * first * bytes);
  return {
    at: source,
    steps,
    ...(rowsAhead > 0 ? { ahead: rowsAhead * (steps.at(-1) as number) } : {}),
    ...(beyond > 0 ? { last: copyPanel(task, columns, last, [1]) } : {}),
  };
}

function copyPanel(
  task: ContractTask,
  columns: number,
  source: Value,
  sizes: readonly number[],
): PanelOperand {
  const { plan, kernel, bytes } = task;
  const { builder } = task.frame;
  const { bN, bK } = plan.strides;
  const { lanes } = plan.tile;
  const target = workspaceAt(task, "panel");
  const width = Math.ceil(columns / lanes) * lanes;
  const steps = stridesOf(sizes).map((stride) => stride * width * bytes);
  const sourceSteps = bK.map((stride) => stride * bytes);
  nest(builder, sizes.slice(0, -1), (indices) => {
    packPanel({
      builder,
      kind: kernel.dtype,
      vectorLanes: lanes,
      source: along(builder, source, indices, sourceSteps),
      columnStride: bN,
      stepStride: bK.at(-1) as number,
      target: along(builder, target, indices, steps),
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
  const sizes = [...plan.matrices, plan.rowTiles];
  nestInUnits(builder, sizes, 1, { from: begin, to: end }, (batch, tiles) =>
    eachTile(builder, tiles, kernel.m, plan.tile.rows, (row, rows) =>
      packTile({ frame, kernel, plan, bytes, batch }, row, rows),
    ),
  );
  const memory = { shared: packedBytes(kernel, plan) };
  return builder.function(`${kernel.name}: rows of A`, unitsOf(sizes, 1), memory);
}

interface PackTask extends Pick<ContractTask, "kernel" | "plan" | "bytes" | "batch"> {
  readonly frame: Frame & { readonly shared: Value };
}

function packTile(task: PackTask, row: Value, rows: number): void {
  const { kernel, plan, bytes } = task;
  const { builder } = task.frame;
  const { aM, aK } = plan.strides;
  // Tiles have few rows: four (of f64 two) are turned at a time, even where vectors are wider.
  const narrow = 16 / bytes;
  const source = builder.advance(matrixAt(task, kernel.a), row, aM * bytes);
  const target = packedRows(task, row);
  const steps = stridesOf(kernel.k).map((stride) => stride * rows * bytes);
  nest(builder, kernel.k.slice(0, -1), (indices) =>
    packPanel({
      builder,
      kind: kernel.dtype,
      vectorLanes: rows >= narrow ? Math.min(narrow, plan.tile.lanes) : 1,
      source: along(
        builder,
        source,
        indices,
        aK.map((stride) => stride * bytes),
      ),
      columnStride: aM,
      stepStride: aK.at(-1) as number,
      target: along(builder, target, indices, steps),
      columns: rows,
      width: rows,
      steps: kernel.k.at(-1) as number,
    }),
  );
}

export function packedBytes({ m, k, dtype }: ContractKernel, { matrices }: ContractPlan): number {
  return sizeOf(matrices) * m * sizeOf(k) * bytesOf[dtype];
}

/** Points to the packed rows from `row` on, of the matrix at the current batch. */
function packedRows({ frame, kernel, plan, bytes, batch }: PackTask, row: Value): Value {
  const rowBytes = sizeOf(kernel.k) * bytes;
  const steps = stridesOf(plan.matrices).map((stride, axis) =>
    plan.matrices[axis] === 1 ? 0 : stride * kernel.m * rowBytes,
  );
  return frame.builder.advance(along(frame.builder, frame.shared, batch, steps), row, rowBytes);
}

/** A pointer moved by indices, `steps` in bytes. */
function along(
  builder: LoopBuilder,
  pointer: Value,
  indices: readonly Index[],
  steps: readonly number[],
): Value {
  return indices.reduce((at, { value }, axis) => builder.advance(at, value, steps[axis] as number), pointer);
}

/** The rows of A of one tile, from `start` along the first axis of k. */
export function rowsOperand(task: ContractTask, { row, rows }: Spot, start: Value): RowsOperand {
  const { plan, kernel, bytes, frame } = task;
  const { builder, shared } = frame;
  const packed = shared === undefined ? undefined : { ...task, frame: { ...frame, shared } };
  const [aM, aK] = packed
    ? [1, stridesOf(kernel.k).map((stride) => stride * rows)]
    : [plan.strides.aM, plan.strides.aK];
  const first = packed ? packedRows(packed, row) : builder.advance(matrixAt(task, kernel.a), row, aM * bytes);
  return {
    at: builder.advance(first, start, (aK[0] as number) * bytes),
    row: aM * bytes,
    steps: aK.map((stride) => stride * bytes),
  };
}
