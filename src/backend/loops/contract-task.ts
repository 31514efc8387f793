/** What the parts of a contraction's code share: the kernel, how it is cut, and where its private memory holds what. */
import { bytesOf, sizeOf } from "../../tensor/types.ts";
import type { Access, ContractKernel } from "../kernel.ts";
import type { ContractPlan } from "./contract-plan.ts";
import type { Index } from "./emit-expression.ts";
import type { Frame } from "./kernel-frame.ts";
import type { Value } from "./language.ts";
import type { Range } from "./work-units.ts";

export interface ContractTask {
  readonly kernel: ContractKernel;
  readonly plan: ContractPlan;
  readonly frame: Frame & { readonly workspace: Value; readonly shared?: Value };
  readonly workspace: ContractWorkspace;
  /** Bytes of an element, and columns of a panel. */
  readonly bytes: number;
  readonly width: number;
  /** Row tiles to write, if not all. */
  readonly band?: Range;
  /** The indices along the batch axes, or along the first of them. */
  readonly batch: readonly Index[];
}

/** Where a tile stands, and how many rows and columns it really has. */
export interface Spot {
  readonly row: Value;
  readonly rows: number;
  readonly column: Value;
  readonly columns: number;
}

/** Byte offsets, each a multiple of 64. */
export interface ContractWorkspace {
  /** A finished tile, for an epilogue in loops. */
  readonly tile: number;
  /** A block of a panel of B. */
  readonly panel: number;
  /** The sums of one panel between blocks of k. */
  readonly partial: number;
  readonly bytes: number;
}

export function layOutWorkspace(
  { batch, n, k, dtype }: ContractKernel,
  plan: ContractPlan,
): ContractWorkspace {
  const { tile, outer, packB, blockK, rowTiles } = plan;
  const [first = 1, ...others] = k;
  const width = tile.vectors * tile.lanes;
  let end = 0;
  const take = (elements: number): number => {
    const start = end;
    end += Math.ceil((elements * bytesOf[dtype]) / 64) * 64;
    return start;
  };
  const parts = {
    tile: take(tile.rows * width),
    panel: take(packB || n % tile.lanes !== 0 ? blockK * sizeOf(others) * width : 0),
    partial: take(blockK < first ? sizeOf(batch.slice(outer)) * rowTiles * tile.rows * width : 0),
  };
  return { ...parts, bytes: end };
}

/** Points into private memory. */
export function workspaceAt(
  { frame, workspace }: ContractTask,
  part: Exclude<keyof ContractWorkspace, "bytes">,
): Value {
  return frame.builder.advance(frame.workspace, undefined, 0, workspace[part]);
}

/** Points to a matrix at the current batch. */
export function matrixAt(
  { frame, bytes, batch }: Pick<ContractTask, "bytes" | "batch"> & { readonly frame: Frame },
  { buffer, at }: Access,
): Value {
  const { builder, buffers } = frame;
  const start = builder.advance(buffers[buffer]?.pointer as Value, undefined, 0, at.offset * bytes);
  return batch.reduce(
    (pointer, { value }, axis) => builder.advance(pointer, value, (at.strides[axis] as number) * bytes),
    start,
  );
}
