/**
 * Gives scratch buffers their places: two may share memory when their lives do not meet. Inputs live from the start of a
 * run and outputs to its end; an input stays alive throughout, so that a caller may fill it once and run often.
 */
import { bytesOf, type DType } from "../tensor/types.ts";
import type { Launch } from "./kernel.ts";

export const alignment = 64;

export interface ScratchBuffer {
  readonly dtype: DType;
  readonly length: number;
  readonly use: "input" | "output" | "scratch";
}

export interface MemoryPlan {
  /** Byte offset of every buffer, by its number. */
  readonly offsets: ReadonlyMap<number, number>;
  readonly bytes: number;
}

interface Block {
  readonly buffer: number;
  readonly bytes: number;
  /** Launches between which it is alive, both included. */
  readonly from: number;
  readonly to: number;
  offset: number;
}

export function alignedBytes(length: number, dtype: DType): number {
  return Math.ceil((length * bytesOf[dtype]) / alignment) * alignment;
}

/**
 * Plans the given buffers, by their numbers in the launches' arguments. Largest first, each into the tightest gap between
 * those placed before that are alive at the same time: near the optimum for networks, and the same on every machine.
 */
export function planMemory(
  buffers: ReadonlyMap<number, ScratchBuffer>,
  launches: readonly Launch[],
): MemoryPlan {
  const blocks = [...livesOf(buffers, launches)].sort((a, b) => b.bytes - a.bytes || a.buffer - b.buffer);
  /** In order of their offsets. */
  const placed: Block[] = [];
  let bytes = 0;
  for (const block of blocks) {
    const meeting = placed.filter((other) => other.from <= block.to && block.from <= other.to);
    block.offset = tightestGap(meeting, block.bytes);
    bytes = Math.max(bytes, block.offset + block.bytes);
    const next = placed.findIndex(({ offset }) => offset > block.offset);
    placed.splice(next < 0 ? placed.length : next, 0, block);
  }
  return { offsets: new Map(placed.map(({ buffer, offset }) => [buffer, offset])), bytes };
}

/** The start of the smallest gap that holds `bytes`, else the end of all. `blocks` are in order of their offsets. */
function tightestGap(blocks: readonly Block[], bytes: number): number {
  let best: { readonly offset: number; readonly size: number } | undefined;
  let end = 0;
  for (const block of blocks) {
    const size = block.offset - end;
    if (size >= bytes && (best === undefined || size < best.size)) best = { offset: end, size };
    end = Math.max(end, block.offset + block.bytes);
  }
  return best?.offset ?? end;
}

function* livesOf(
  buffers: ReadonlyMap<number, ScratchBuffer>,
  launches: readonly Launch[],
): Generator<Block> {
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (const [time, { args }] of launches.entries()) {
    for (const { buffer } of args) {
      if (!first.has(buffer)) first.set(buffer, time);
      last.set(buffer, time);
    }
  }
  for (const [buffer, { dtype, length, use }] of buffers) {
    yield {
      buffer,
      bytes: alignedBytes(length, dtype),
      from: use === "input" ? 0 : (first.get(buffer) ?? 0),
      to: use === "scratch" ? (last.get(buffer) ?? 0) : launches.length,
      offset: 0,
    };
  }
}
