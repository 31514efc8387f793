/**
 * Contractions as loops: batches with a B of their own outside, then panels of B's columns, then the matrices that share
 * them, tiles of A's rows inside, one micro-kernel, and the epilogue on each tile as it is finished. Ragged edges are tiles of their own size; where k is cut into blocks, a tile goes on from
 * the sum it left in memory.
 */
import { bytesOf, stridesOf } from "../../tensor/types.ts";
import type { Affine, ContractKernel } from "../kernel.ts";
import { mergeable } from "./boxes.ts";
import { type Epilogue, epilogueOf } from "./contract-epilogue.ts";
import { packRows, panelOperand, rowsOperand } from "./contract-operands.ts";
import { planContraction } from "./contract-plan.ts";
import { type ContractTask, layOutWorkspace, type Spot, workspaceAt } from "./contract-task.ts";
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
  const plan = planContraction(kernel, target);
  const frame = beginKernel(kernel, { workspace: true });
  const workspace = layOutWorkspace(kernel, plan);
  const { builder, begin, end } = frame;
  const width = plan.tile.vectors * plan.tile.lanes;
  const whole = { kernel, plan, frame, workspace, bytes: bytesOf[kernel.dtype], width };
  const finish = epilogueOf(whole, target);
  const all = (count: number): Range => ({
    from: builder.constant(i32, 0),
    to: builder.constant(i32, count),
  });
  const some = { from: begin, to: end };
  const [first = 1] = kernel.batch;
  const [outer, inner] = [kernel.batch.slice(0, plan.outer), kernel.batch.slice(plan.outer)];
  const parts: Parts = {
    panels: plan.unit === "panel" ? some : all(plan.panels),
    inner: all(inner[0] ?? 1),
    rowTiles: plan.unit === "rows" ? some : all(plan.rowTiles),
  };
  const write = (batch: readonly Index[], these: Parts): void =>
    writeMatrices({ ...whole, batch }, finish, these);
  if (plan.unit === "batch" && plan.outer > 0) {
    builder.for(begin, end, 1, (value) =>
      nest(builder, outer, (batch) => write(batch, parts), [{ value, plus: 0 }]),
    );
  } else {
    const these = plan.unit === "batch" ? { ...parts, inner: some } : parts;
    nest(builder, outer, (batch) => write(batch, these));
  }
  const units = { batch: first, panel: plan.panels, rows: plan.rowTiles }[plan.unit];
  return builder.function(kernel.name, units, workspace.bytes);
}

/** Which panels, indices of the first of the inner batch axes, and row tiles to write. */
interface Parts {
  readonly panels: Range;
  readonly inner: Range;
  readonly rowTiles: Range;
}

function mergeBatch(kernel: ContractKernel): ContractKernel {
  const { batch, stores, k } = kernel;
  const values = affinesIn(stores.map(({ value }) => value)).affines;
  const affines = [...values, ...stores.map(({ access }) => access.at), kernel.a.at, kernel.b.at];
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
    stores: rewriteStores(stores, merged, [...sizes, kernel.m, kernel.n, ...k.map(() => 1)]),
  };
}

/** All matrices that share one B: a panel of it is prepared once for the rows of all of them. */
function writeMatrices(task: ContractTask, finish: Epilogue, parts: Parts): void {
  const { plan, kernel, width } = task;
  const { builder } = task.frame;
  const { rows: tileRows } = plan.tile;
  if (plan.packA) {
    // There is one matrix then: the other batch axes have one index.
    const only = {
      ...task,
      batch: [...task.batch, ...kernel.batch.slice(plan.outer).map(() => ({ plus: 0 }))],
    };
    eachTile(builder, parts.rowTiles, kernel.m, tileRows, (row, rows) => packRows(only, row, rows));
  }
  const inBlocks = plan.blockK < (kernel.k[0] as number);
  eachTile(builder, parts.panels, kernel.n, width, (column, columns) => {
    const type = { kind: kernel.dtype, lanes: plan.tile.lanes };
    const eachRow: EachRow = (write) =>
      eachInner(task, parts.inner, (here) =>
        eachTile(builder, parts.rowTiles, kernel.m, tileRows, (row, rows) => {
          write(here, newSums(builder, type, rows, columns), { row, rows, column, columns });
        }),
      );
    if (inBlocks) writePanelInBlocks(task, finish, eachRow, column, columns);
    else {
      const start = builder.constant(i32, 0);
      const b = panelOperand(task, { column, columns }, start, kernel.k[0] as number);
      eachRow((here, sums, spot) => {
        addProducts(builder, sums, rowsOperand(here, spot, start), b, kernel.k);
        finish(here, sums, spot);
      });
    }
  });
}

/** The matrices one after another. */
function eachInner(task: ContractTask, first: Range, write: (task: ContractTask) => void): void {
  const { kernel, plan } = task;
  const { builder } = task.frame;
  const inner = kernel.batch.slice(plan.outer);
  const one = (indices: readonly Index[]): void => write({ ...task, batch: [...task.batch, ...indices] });
  if (inner.length === 0) one([]);
  else builder.for(first.from, first.to, 1, (value) => nest(builder, inner, one, [{ value, plus: 0 }]));
}

/** Gives `write` the tiles of one panel, matrix by matrix from top to bottom, with sums of 0. */
type EachRow = (write: Epilogue) => void;

function writePanelInBlocks(
  task: ContractTask,
  finish: Epilogue,
  eachRow: EachRow,
  column: Value,
  columns: number,
): void {
  const { kernel, plan } = task;
  const { builder } = task.frame;
  const [first, ...others] = kernel.k as [number, ...number[]];
  const addBlock = (start: Value, count: number): void => {
    const b = panelOperand(task, { column, columns }, start, count);
    eachRow((here, sums, spot) => {
      movePartial(here, sums, spot, "load");
      addProducts(builder, sums, rowsOperand(here, spot, start), b, [count, ...others]);
      movePartial(here, sums, spot, "store");
    });
  };
  eachRow((here, sums, spot) => movePartial(here, sums, spot, "store"));
  const last = (Math.ceil(first / plan.blockK) - 1) * plan.blockK;
  builder.for(builder.constant(i32, 0), builder.constant(i32, last), plan.blockK, (start) => {
    addBlock(start, plan.blockK);
  });
  addBlock(builder.constant(i32, last), first - last);
  eachRow((here, sums, spot) => {
    movePartial(here, sums, spot, "load");
    finish(here, sums, spot);
  });
}

function movePartial(task: ContractTask, sums: Sums, { row }: Spot, way: "load" | "store"): void {
  const { kernel, plan, width, bytes } = task;
  const { builder } = task.frame;
  const matrix = plan.rowTiles * plan.tile.rows * width * bytes;
  const strides = stridesOf(kernel.batch.slice(plan.outer));
  const start = task.batch
    .slice(plan.outer)
    .reduce(
      (at, { value }, axis) => builder.advance(at, value, (strides[axis] as number) * matrix),
      workspaceAt(task, "partial"),
    );
  moveSums(builder, sums, builder.advance(start, row, width * bytes), width * bytes, way);
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
