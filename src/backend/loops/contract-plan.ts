/**
 * How a contraction is cut: tile, packing, work units. Decided from its shape and strides alone; none of it changes the
 * order in which a sum is added up, so none of it changes a bit of the result.
 */
import { bytesOf } from "../../tensor/types.ts";
import type { ContractKernel } from "../kernel.ts";
import type { LoopTarget } from "./loop-target.ts";

/** Steps along m, n and k from one element to the next, in elements. */
export interface ContractStrides {
  readonly aM: number;
  readonly aK: number;
  readonly bN: number;
  readonly bK: number;
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
  /** Copy panels of B side by side before use: they are used often, or their columns are not neighbours. */
  readonly packB: boolean;
  /** Copy all of A, tile by tile: its elements along k are far apart, and there are many of them. */
  readonly packA: boolean;
  /** Elements along k that are taken at a time; partial sums wait in memory between the blocks. */
  readonly blockK: number;
  readonly rowTiles: number;
  readonly panels: number;
  /** What a work unit is. */
  readonly unit: "batch" | "panel" | "rows";
}

/** Bytes of a panel of B that stay close to the processor while tiles run over them. */
const panelBytes = 48 * 1024;
/** Tiles that a panel must serve before copying it pays. */
const servesEnough = 3;
/** Distant elements along k that the nearest cache holds anyway. */
const fewDistant = 64;
/** Panels that are enough for threads to share. */
const enoughPanels = 8;

export function planContraction(kernel: ContractKernel, batches: number, target: LoopTarget): ContractPlan {
  const { batch, m, n, k, dtype } = kernel;
  const at = (strides: readonly number[], axis: number): number => strides[batch.length + axis] as number;
  const strides: ContractStrides = {
    aM: at(kernel.a.at.strides, 0),
    aK: at(kernel.a.at.strides, 2),
    bN: at(kernel.b.at.strides, 1),
    bK: at(kernel.b.at.strides, 2),
  };
  const tile = chooseTile(m, n, target.vectorBytes / bytesOf[dtype], target);
  const width = tile.vectors * tile.lanes;
  const rowTiles = Math.ceil(m / tile.rows);
  const panels = Math.ceil(n / width);
  const packB = rowTiles >= servesEnough || strides.bN !== 1;
  const fitting = Math.floor(panelBytes / (width * bytesOf[dtype]));
  const blocks = packB ? Math.max(1, Math.ceil(k / fitting)) : 1;
  return {
    tile,
    strides,
    packB,
    packA: Math.abs(strides.aK) > 1 && k > fewDistant && panels >= servesEnough,
    blockK: Math.max(1, Math.ceil(k / blocks)),
    rowTiles,
    panels,
    unit: batches > 1 ? "batch" : panels >= Math.min(rowTiles, enoughPanels) ? "panel" : "rows",
  };
}

/** As many accumulators as the target's tile has, in the shape that wastes least: loads are shared best by a square. */
function chooseTile(m: number, n: number, vectorLanes: number, { tile, registers }: LoopTarget): Tile {
  const most = tile ?? { rows: registers / 4, vectors: 2 };
  const sums = most.rows * most.vectors;
  // Below half a vector, most lanes would compute nothing.
  const lanes = n <= vectorLanes / 2 ? 1 : vectorLanes;
  const columns = Math.ceil(n / lanes);
  const usual = Math.min(most.vectors, columns);
  const rows = Math.min(m, Math.floor(sums / usual));
  return { rows, vectors: Math.min(columns, Math.floor(sums / rows)), lanes };
}
