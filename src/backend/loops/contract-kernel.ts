/**
 * Contractions as loops: batches with a B of their own outside, then panels of B's columns, then the matrices that share
 * them, tiles of A's rows inside, one micro-kernel, and the epilogue on each tile as it is finished. Ragged edges are tiles
 * of their own size; where k is cut into blocks, a tile goes on from the sum it left in memory.
 */
import { bytesOf, stridesOf } from "../../tensor/types.ts";
import type { Affine, ContractKernel } from "../kernel.ts";
import { mergeable } from "./boxes.ts";
import { type Epilogue, epilogueOf } from "./contract-epilogue.ts";
import {
  type PanelOperand,
  packedBytes,
  packFunction,
  panelOperand,
  rowsOperand,
} from "./contract-operands.ts";
import { planContraction } from "./contract-plan.ts";
import { type ContractTask, layOutWorkspace, type Spot, workspaceAt } from "./contract-task.ts";
import { addProducts, moveSums, newSums, type Sums } from "./contract-tile.ts";
import { eachTile } from "./each-tile.ts";
import type { Index } from "./emit-expression.ts";
import { nest } from "./fold.ts";
import { beginKernel } from "./kernel-frame.ts";
import { i32, type LoopFunction, type Value } from "./language.ts";
import type { LoopTarget } from "./loop-target.ts";
import { affinesIn, rewriteStores } from "./rewrite-expression.ts";
import { eachOuter, nestInUnits, type Range, rangeWithin, unitsOf, wholeRange } from "./work-units.ts";

export function contractFunction(original: ContractKernel, target: LoopTarget): LoopFunction {
  const kernel = mergeBatch(original);
  const plan = planContraction(kernel, target);
  const frame = plan.packA
    ? beginKernel(kernel, { workspace: "writes", shared: "reads" })
    : beginKernel(kernel, { workspace: "writes" });
  const workspace = layOutWorkspace(kernel, plan);
  const { builder, begin, end } = frame;
  const width = plan.tile.vectors * plan.tile.lanes;
  const task = { kernel, plan, frame, workspace, bytes: bytesOf[kernel.dtype], width, batch: [] };
  const finish = epilogueOf(task, target);
  const units = { from: begin, to: end };
  const outer = kernel.batch.slice(0, plan.outer);
  const all = wholeRange(builder, plan.panels * plan.chunks);
  const bands = Math.ceil(plan.rowTiles / plan.bandTiles);
  if (bands > 1) {
    eachOuter(builder, units, bands, plan.panels, (band, panels) =>
      writeMatrices({ ...task, band: bandAt(task, band) }, finish, panels),
    );
  } else if (outer.length === 0) writeMatrices(task, finish, units);
  else {
    nestInUnits(builder, [...outer, 1], 1, units, (batch) => writeMatrices({ ...task, batch }, finish, all));
  }
  const memory = { workspace: workspace.bytes, ...(plan.packA ? { shared: packedBytes(kernel, plan) } : {}) };
  const count = outer.length === 0 ? bands * plan.panels * plan.chunks : unitsOf([...outer, 1], 1);
  const whole = builder.function(kernel.name, count, memory);
  return plan.packA ? { ...whole, before: packFunction(kernel, plan) } : whole;
}

function bandAt({ frame: { builder }, plan }: ContractTask, band: Value): Range {
  const tiles = builder.constant(i32, plan.bandTiles);
  const from = builder.multiply(band, tiles);
  const to = builder.binary("minimum", builder.add(from, tiles), builder.constant(i32, plan.rowTiles));
  return { from, to };
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

/** All matrices that share one B: a panel of it is prepared once for the rows of all of them. Units are chunks of panels. */
function writeMatrices(task: ContractTask, finish: Epilogue, units: Range): void {
  const { plan, kernel, width } = task;
  const { builder } = task.frame;
  const rest = kernel.n % width;
  const whole = (kernel.n - rest) / width;
  const writePanels = (first: number, count: number, columns: number): void => {
    const start = builder.constant(i32, first * plan.chunks);
    const range = count === plan.panels ? units : rangeWithin(builder, units, start, count * plan.chunks);
    eachOuter(builder, range, count, plan.chunks, (panel, chunks) => {
      const number = builder.add(panel, builder.constant(i32, first));
      const column = builder.multiply(number, builder.constant(i32, width));
      writePanel(task, finish, { column, columns }, chunks);
    });
  };
  if (whole > 0) writePanels(0, whole, width);
  if (rest > 0) writePanels(whole, 1, rest);
}

function writePanel(
  task: ContractTask,
  finish: Epilogue,
  { column, columns }: Pick<Spot, "column" | "columns">,
  chunks: Range,
): void {
  const { plan, kernel } = task;
  const { builder } = task.frame;
  const type = { kind: kernel.dtype, lanes: plan.tile.lanes };
  const eachRow: EachRow = (write) =>
    eachChunk(task, chunks, (here, tiles) =>
      eachTile(builder, tiles, kernel.m, plan.tile.rows, (row, rows) => {
        write(here, newSums(builder, type, rows, columns), { row, rows, column, columns });
      }),
    );
  if (plan.blockK < (kernel.k[0] as number)) {
    writeInBlocks(task, finish, eachRow, column, columns);
    return;
  }
  const start = builder.constant(i32, 0);
  const b = panelOperand(task, { column, columns }, start, kernel.k[0] as number);
  eachRow((here, sums, spot) => {
    const add = (from: Value, panel: PanelOperand, counts: readonly number[]): void =>
      addProducts(builder, sums, rowsOperand(here, spot, from), panel, counts);
    if (b.last === undefined) add(start, b, kernel.k);
    else {
      const before = (kernel.k[0] as number) - 1;
      add(start, b, [before]);
      add(builder.constant(i32, before), b.last, [1]);
    }
    finish(here, sums, spot);
  });
}

/** The matrices of some chunks one after another, and which of their tiles. */
function eachChunk(
  task: ContractTask,
  chunks: Range,
  write: (task: ContractTask, tiles: Range) => void,
): void {
  const { kernel, plan } = task;
  const { builder } = task.frame;
  const inner = kernel.batch.slice(plan.outer);
  const tiles = task.band ?? wholeRange(builder, plan.rowTiles);
  const within = (first: readonly Index[], part: Range): void =>
    nest(
      builder,
      inner,
      (indices) => write({ ...task, batch: [...task.batch, ...indices] }, part),
      first.slice(0, inner.length),
    );
  if (plan.chunk === "all") within([], tiles);
  else if (plan.chunk === "matrices") {
    builder.for(chunks.from, chunks.to, 1, (value) => within([{ value, plus: 0 }], tiles));
  } else {
    eachOuter(builder, chunks, inner[0] ?? 1, plan.rowTiles, (value, part) =>
      within([{ value, plus: 0 }], plan.rowTiles === 1 ? tiles : part),
    );
  }
}

/** Gives `write` the tiles of one panel, matrix by matrix from top to bottom, with sums of 0. */
type EachRow = (write: Epilogue) => void;

function writeInBlocks(
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
