/**
 * Contractions as loops: panels of B's columns outside, tiles of A's rows inside, one micro-kernel, and the epilogue on
 * each tile as it is finished. Ragged edges are tiles of their own size; where k is cut into blocks, a tile goes on from
 * the sum it left in memory.
 */
import { bytesOf, sizeOf } from "../../tensor/types.ts";
import type { Affine, ContractKernel } from "../kernel.ts";
import { mergeable } from "./boxes.ts";
import { type Epilogue, epilogueOf } from "./contract-epilogue.ts";
import { packRows, panelOperand, rowsOperand } from "./contract-operands.ts";
import { planContraction } from "./contract-plan.ts";
import { type ContractTask, layOutWorkspace, workspaceAt } from "./contract-task.ts";
import { addProducts, moveSums, newSums, type Sums } from "./contract-tile.ts";
import type { Index } from "./emit-expression.ts";
import { nest } from "./fold.ts";
import { beginKernel } from "./kernel-frame.ts";
import { i32, type LoopFunction, type Value } from "./language.ts";
import type { LoopBuilder } from "./loop-builder.ts";
import type { LoopTarget } from "./loop-target.ts";
import { affinesIn, rewriteStores } from "./rewrite-expression.ts";

/** Numbers of tiles or panels. */
interface Range {
  readonly from: Value;
  readonly to: Value;
}

export function contractFunction(original: ContractKernel, target: LoopTarget): LoopFunction {
  const kernel = mergeBatch(original);
  const plan = planContraction(kernel, sizeOf(kernel.batch), target);
  const frame = beginKernel(kernel, { workspace: true });
  const workspace = layOutWorkspace(kernel, plan);
  const { builder, begin, end } = frame;
  const write = (batch: readonly Index[], panels: Range, rowTiles: Range): void => {
    const width = plan.tile.vectors * plan.tile.lanes;
    const task = { kernel, plan, frame, workspace, bytes: bytesOf[kernel.dtype], width, batch };
    writeMatrix(task, epilogueOf(task, target), panels, rowTiles);
  };
  const all = (count: number): Range => ({
    from: builder.constant(i32, 0),
    to: builder.constant(i32, count),
  });
  const some = { from: begin, to: end };
  const only = kernel.batch.map(() => ({ plus: 0 }));
  const done = (units: number): LoopFunction => builder.function(kernel.name, units, workspace.bytes);
  switch (plan.unit) {
    case "batch":
      builder.for(begin, end, 1, (value) => {
        const inner = (batch: readonly Index[]): void => write(batch, all(plan.panels), all(plan.rowTiles));
        nest(builder, kernel.batch, inner, [{ value, plus: 0 }]);
      });
      return done(kernel.batch[0] as number);
    case "panel":
      write(only, some, all(plan.rowTiles));
      return done(plan.panels);
    case "rows":
      write(only, all(plan.panels), some);
      return done(plan.rowTiles);
  }
}

function mergeBatch(kernel: ContractKernel): ContractKernel {
  const { batch, stores } = kernel;
  const inner = affinesIn(stores.map(({ value }) => value)).affines;
  const affines = [...inner, ...stores.map(({ access }) => access.at), kernel.a.at, kernel.b.at];
  const { groups, sizes } = mergeable(batch, affines);
  const merged = ({ offset, strides }: Affine): Affine => ({
    offset,
    strides: [
      ...groups.map((axis) => (axis < 0 ? 0 : (strides[axis] as number))),
      ...strides.slice(batch.length),
    ],
  });
  return {
    ...kernel,
    batch: sizes,
    a: { ...kernel.a, at: merged(kernel.a.at) },
    b: { ...kernel.b, at: merged(kernel.b.at) },
    stores: rewriteStores(stores, merged, [...sizes, kernel.m, kernel.n, 1]),
  };
}

function writeMatrix(task: ContractTask, finish: Epilogue, panels: Range, rowTiles: Range): void {
  const { plan, kernel, width } = task;
  const { builder } = task.frame;
  const { rows: tileRows } = plan.tile;
  if (plan.packA) {
    eachTile(builder, rowTiles, kernel.m, tileRows, (row, rows) => packRows(task, row, rows));
  }
  const inBlocks = plan.blockK < kernel.k;
  eachTile(builder, panels, kernel.n, width, (column, columns) => {
    const type = { kind: kernel.dtype, lanes: plan.tile.lanes };
    const eachRow: EachRow = (write) =>
      eachTile(builder, rowTiles, kernel.m, tileRows, (row, rows) => {
        write(newSums(builder, type, rows, columns), { row, rows, column, columns });
      });
    if (inBlocks) writePanelInBlocks(task, finish, eachRow, column, columns);
    else {
      const start = builder.constant(i32, 0);
      const b = panelOperand(task, { column, columns }, start, kernel.k);
      eachRow((sums, spot) => {
        addProducts(builder, sums, rowsOperand(task, spot, start), b, kernel.k);
        finish(sums, spot);
      });
    }
  });
}

/** Gives `write` the tiles of one panel from top to bottom, with sums of 0. */
type EachRow = (write: Epilogue) => void;

function writePanelInBlocks(
  task: ContractTask,
  finish: Epilogue,
  eachRow: EachRow,
  column: Value,
  columns: number,
): void {
  const { kernel, plan, width, bytes } = task;
  const { builder } = task.frame;
  const move = (sums: Sums, row: Value, way: "load" | "store"): void => {
    const at = builder.advance(workspaceAt(task, "partial"), row, width * bytes);
    moveSums(builder, sums, at, width * bytes, way);
  };
  const addBlock = (start: Value, steps: number): void => {
    const b = panelOperand(task, { column, columns }, start, steps);
    eachRow((sums, spot) => {
      move(sums, spot.row, "load");
      addProducts(builder, sums, rowsOperand(task, spot, start), b, steps);
      move(sums, spot.row, "store");
    });
  };
  eachRow((sums, { row }) => move(sums, row, "store"));
  const last = (Math.ceil(kernel.k / plan.blockK) - 1) * plan.blockK;
  builder.for(builder.constant(i32, 0), builder.constant(i32, last), plan.blockK, (start) => {
    addBlock(start, plan.blockK);
  });
  addBlock(builder.constant(i32, last), kernel.k - last);
  eachRow((sums, spot) => {
    move(sums, spot.row, "load");
    finish(sums, spot);
  });
}

/** Full tiles in a loop, then the ragged one, for tile numbers in a range. */
function eachTile(
  builder: LoopBuilder,
  range: Range,
  size: number,
  step: number,
  write: (at: Value, count: number) => void,
): void {
  const rest = size % step;
  const full = builder.constant(i32, size - rest);
  const scale = builder.constant(i32, step);
  const [from, to] = [builder.multiply(range.from, scale), builder.multiply(range.to, scale)];
  if (from.operation === "constant" && to.operation === "constant") {
    builder.for(from, full, step, (at) => write(at, step));
    if (rest > 0) write(full, rest);
    return;
  }
  const fullEnd = rest === 0 ? to : builder.binary("minimum", to, full);
  builder.for(from, fullEnd, step, (at) => write(at, step));
  if (rest > 0) builder.for(builder.binary("maximum", from, full), to, step, (at) => write(at, rest));
}
