/** Where tiles read A and B: the matrices themselves, or copies in private memory. */
import { type ContractTask, matrixAt, type Spot, workspaceAt } from "./contract-task.ts";
import type { Value } from "./language.ts";
import { packPanel } from "./pack-panel.ts";

/** Strides in bytes. */
export interface PanelOperand {
  readonly at: Value;
  readonly step: number;
}

export interface RowsOperand extends PanelOperand {
  readonly row: number;
}

/** The panel of B at a column, `steps` of it from `start` along k; copied first where that pays or a vector is ragged. */
export function panelOperand(
  task: ContractTask,
  { column, columns }: Pick<Spot, "column" | "columns">,
  start: Value,
  steps: number,
): PanelOperand {
  const { plan, kernel, bytes } = task;
  const { builder } = task.frame;
  const { bN, bK } = plan.strides;
  const { lanes } = plan.tile;
  const top = builder.advance(matrixAt(task, kernel.b), column, bN * bytes);
  const source = builder.advance(top, start, bK * bytes);
  if (!plan.packB && columns % lanes === 0) return { at: source, step: bK * bytes };
  const target = workspaceAt(task, "panel");
  const width = Math.ceil(columns / lanes) * lanes;
  packPanel({
    builder,
    kind: kernel.dtype,
    vectorLanes: lanes,
    source,
    columnStride: bN,
    stepStride: bK,
    target,
    columns,
    width,
    steps,
  });
  return { at: target, step: width * bytes };
}

/** Copies the rows of one tile of A: for every k, its rows side by side. */
export function packRows(task: ContractTask, row: Value, rows: number): void {
  const { plan, kernel, bytes } = task;
  const { builder } = task.frame;
  const { aM, aK } = plan.strides;
  packPanel({
    builder,
    kind: kernel.dtype,
    vectorLanes: rows % plan.tile.lanes === 0 ? plan.tile.lanes : 1,
    source: builder.advance(matrixAt(task, kernel.a), row, aM * bytes),
    columnStride: aM,
    stepStride: aK,
    target: packedRows(task, row),
    columns: rows,
    width: rows,
    steps: kernel.k,
  });
}

function packedRows(task: ContractTask, row: Value): Value {
  return task.frame.builder.advance(workspaceAt(task, "packedA"), row, task.kernel.k * task.bytes);
}

/** The rows of A of one tile, from `start` along k. */
export function rowsOperand(task: ContractTask, { row, rows }: Spot, start: Value): RowsOperand {
  const { plan, kernel, bytes } = task;
  const { builder } = task.frame;
  const [aM, aK] = plan.packA ? [1, rows] : [plan.strides.aM, plan.strides.aK];
  const first = plan.packA
    ? packedRows(task, row)
    : builder.advance(matrixAt(task, kernel.a), row, aM * bytes);
  return { at: builder.advance(first, start, aK * bytes), row: aM * bytes, step: aK * bytes };
}
