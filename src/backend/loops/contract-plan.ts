/**
 * How a contraction is cut: tile, packing, work units. Decided from its shape and strides alone; none of it changes the
 * order in which a sum is added up, so none of it changes a bit of the result.
 */
import { bytesOf, sizeOf, stridesOf } from "../../tensor/types.ts";
import type { ContractKernel } from "../kernel.ts";
import type { LoopTarget } from "./loop-target.ts";
import { enoughUnits } from "./work-units.ts";

/** Steps along m, n and every axis of k from one element to the next, in elements. */
export interface ContractStrides {
  readonly aM: number;
  readonly aK: readonly number[];
  readonly bN: number;
  readonly bK: readonly number[];
}

/** Accumulators kept in registers: `rows` × `vectors` of `lanes`. */
export interface Tile {
  readonly rows: number;
  readonly vectors: number;
  readonly lanes: number;
}

export interface ContractPlan {
  readonly tile: Tile;
  readonly strides: ContractStrides;
  /** How many of the batch axes stand outside the panels: up to the last along which B changes. The rest are more rows. */
  readonly outer: number;
  /** Copy panels of B side by side before use: they are used often and do not lie so, or their columns are not neighbours. */
  readonly packB: boolean;
  /** Ask for rows of B ahead: they are read where they are, once or twice, and more than the nearer caches hold. */
  readonly streamB: boolean;
  /** Copy all of A, tile by tile: elements along k are far apart, or rows share lines of the cache; there are many. */
  readonly packA: boolean;
  /** Indices along every batch axis of the matrices that A is made of: 1 where A does not change. */
  readonly matrices: readonly number[];
  /** Indices of the first axis of k that are taken at a time; partial sums wait in memory between the blocks. */
  readonly blockK: number;
  readonly rowTiles: number;
  readonly panels: number;
  /**
   * What a work unit is: a chunk of the rows under one panel. All of them where outer batches or panels are units enough; else those of
   * one index of the first inner batch axis, or one tile.
   */
  readonly chunk: "all" | "matrices" | "tiles";
  /** Chunks of a panel. */
  readonly chunks: number;
  /** Row tiles that all panels are written for before the next: as many rows of A as stay in a cache. */
  readonly bandTiles: number;
}

/** Bytes of a panel of B that stay close to the processor while tiles run over them. */
const panelBytes = 48 * 1024;
/** The same where it need not be copied, or so many rows share it that their partial sums would not stay close themselves. */
const sharedPanelBytes = 256 * 1024;
const manyRows = 2048;
/** Bytes of A that stay in a cache while all panels run over them, and rows that are worth preparing the panels anew. */
const [bandBytes, bandRows] = [4 * 2 ** 20, 256];
/** What caches near the processor hold. */
const nearBytes = 2 ** 20;
/** Tiles that a panel must serve before copying it pays. */
const servesEnough = 3;
/** Distant elements along k that the nearest cache holds anyway. */
const fewDistant = 64;
/** Axes of k along which A is no larger when copied: with more, windows of it may overlap. */
const fewAxes = 2;
/** Of the nearest cache, in bytes and counts, as most processors have them. */
export const lineBytes = 64;
const cacheSets = 64;
const cacheWays = 8;
/** Of a vector; every machine with wider ones has these too. */
const narrowestBytes = 16;

export function planContraction(kernel: ContractKernel, target: LoopTarget): ContractPlan {
  const { batch, m, n, k, dtype } = kernel;
  const strides = stepsOf(kernel);
  const outer = batch.findLastIndex((size, axis) => size > 1 && kernel.b.at.strides[axis] !== 0) + 1;
  const inner = sizeOf(batch.slice(outer));
  const length = sizeOf(k);
  const tile = chooseTile(kernel, target);
  const width = tile.vectors * tile.lanes;
  const rowTiles = Math.ceil(m / tile.rows);
  const panels = Math.ceil(n / width);
  const often = rowTiles * inner >= servesEnough;
  const asPacked = width === n && strides.bN === 1 && sameSteps(strides.bK, stridesOf(k), n);
  const packB = (often && !asPacked) || strides.bN !== 1;
  const shared = asPacked || (inner > 1 && m * inner > manyRows);
  const fitting = Math.floor((shared ? sharedPanelBytes : panelBytes) / (width * bytesOf[dtype]));
  const blocks = often || packB ? Math.max(1, Math.ceil(length / fitting)) : 1;
  const step = Math.abs(strides.aK.at(-1) as number);
  const apart = step > 1 || collide(strides.aM * bytesOf[dtype], tile.rows);
  const distant = k.length <= fewAxes && apart && length > fewDistant;
  return {
    tile,
    strides,
    outer,
    packB,
    streamB: !(often || packB) && n * length * bytesOf[dtype] > nearBytes,
    packA: distant && inner === 1 && panels >= servesEnough,
    matrices: batch.map((size, axis) => (kernel.a.at.strides[axis] === 0 ? 1 : size)),
    blockK: Math.max(1, Math.ceil((k[0] as number) / blocks)),
    rowTiles,
    panels,
    ...chunksOf(batch, outer, panels, rowTiles),
    bandTiles:
      batch.length === 0 || sizeOf(batch) === 1 ? bandOf(kernel, tile.rows, rowTiles, panels) : rowTiles,
  };
}

/** Rows of A whose elements at one k fall into so few sets of the nearest cache that they drive each other out. */
function collide(stride: number, rows: number): boolean {
  const sets = new Set(
    Array.from({ length: rows }, (_, row) => Math.floor((row * stride) / lineBytes) % cacheSets),
  );
  return rows > cacheWays && sets.size < rows / 2;
}

/** Rows of `width` elements that lie one after another, along all axes of k. */
function sameSteps(steps: readonly number[], inOrder: readonly number[], width: number): boolean {
  return steps.every((step, axis) => step === (inOrder[axis] as number) * width);
}

function bandOf({ k, dtype }: ContractKernel, rows: number, rowTiles: number, panels: number): number {
  if (panels < enoughUnits) return rowTiles;
  const most = Math.max(bandRows, bandBytes / (sizeOf(k) * bytesOf[dtype]));
  const bands = Math.ceil((rowTiles * rows) / most);
  return Math.ceil(rowTiles / bands);
}

function chunksOf(
  batch: readonly number[],
  outer: number,
  panels: number,
  rowTiles: number,
): Pick<ContractPlan, "chunk" | "chunks"> {
  const [first = 1] = batch;
  if (outer > 0 || panels >= enoughUnits) return { chunk: "all", chunks: 1 };
  if (first >= enoughUnits) return { chunk: "matrices", chunks: first };
  return { chunk: "tiles", chunks: first * rowTiles };
}

function stepsOf({ batch, a, b }: ContractKernel): ContractStrides {
  const rank = batch.length;
  return {
    aM: a.at.strides[rank] as number,
    aK: a.at.strides.slice(rank + 2),
    bN: b.at.strides[rank + 1] as number,
    bK: b.at.strides.slice(rank + 2),
  };
}

/**
 * As many accumulators as the target's tile has, in the shape that wastes least: loads are shared best by a square. All columns where
 * that is no wider than a square: rows are read once, and columns need no copy. Beside the sums of several rows, registers hold a
 * row of B, an element of A and a product.
 */
function chooseTile({ m, n, dtype }: ContractKernel, { tile, registers, vectorBytes }: LoopTarget): Tile {
  const [narrowest, vectorLanes] = [narrowestBytes / bytesOf[dtype], vectorBytes / bytesOf[dtype]];
  const most = tile ?? { rows: registers / 4, vectors: 2 };
  const sums = most.rows * most.vectors;
  const lanes = chooseLanes(n, narrowest, vectorLanes);
  const columns = Math.ceil(n / lanes);
  const usual = columns ** 2 <= sums ? columns : Math.min(most.vectors, columns);
  const fitting = Math.floor(Math.min(sums / usual, (registers - 2) / usual - 1));
  // Tiles of about one height: a low last one would have too few sums to keep adders busy.
  const rows = Math.ceil(m / Math.ceil(m / fitting));
  const widest = rows === 1 ? sums : Math.floor(Math.min(sums / rows, (registers - 2) / (rows + 1)));
  return { rows, vectors: Math.min(columns, widest), lanes };
}

/** As few as hold a row of few columns; one where most of the narrowest vector would compute nothing. */
function chooseLanes(n: number, narrowest: number, widest: number): number {
  if (n <= narrowest / 2) return 1;
  let lanes = narrowest;
  while (lanes < Math.min(n, widest)) lanes *= 2;
  return lanes;
}
