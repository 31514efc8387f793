/**
 * Gives scratch buffers their places: two may share memory when their lives do not meet. Inputs live from the start of a
 * run and outputs to its end; an input stays alive throughout, so that a caller may fill it once and run often.
 */
import { bytesOf, type DType } from "../tensor/types.ts";
import { type Launch, sliceRuns } from "./kernel.ts";

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
  /** The group of slices that alone uses it: what another of the same kernels uses may be alive at the same time. */
  readonly group: Group | undefined;
  offset: number;
}

interface Group {
  /** Place of the first launch of all its slices. */
  readonly run: number;
  readonly number: number;
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
    block.offset = tightestGap(placed, block);
    bytes = Math.max(bytes, block.offset + block.bytes);
    const next = placed.findIndex(({ offset }) => offset > block.offset);
    placed.splice(next < 0 ? placed.length : next, 0, block);
  }
  return { offsets: new Map(placed.map(({ buffer, offset }) => [buffer, offset])), bytes };
}

function meet(a: Block, b: Block): boolean {
  if (a.from <= b.to && b.from <= a.to) return true;
  return a.group?.run === b.group?.run && a.group?.number !== b.group?.number;
}

/**
 * The start of the smallest gap that holds the block between those that it meets, else the end of all. Every block
 * looks at all before it, so nothing is made here. `placed` are in order of their offsets.
 */
function tightestGap(placed: readonly Block[], block: Block): number {
  let best: number | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  let end = 0;
  for (let place = 0; place < placed.length; place++) {
    const other = placed[place] as Block;
    if (!meet(other, block)) continue;
    const size = other.offset - end;
    if (size >= block.bytes && size < smallest) {
      best = end;
      smallest = size;
    }
    end = Math.max(end, other.offset + other.bytes);
  }
  return best ?? end;
}

function* livesOf(
  buffers: ReadonlyMap<number, ScratchBuffer>,
  launches: readonly Launch[],
): Generator<Block> {
  const lives = usesOf(launches);
  for (const [buffer, { dtype, length, use }] of buffers) {
    const { group, within, around } = lives.get(buffer) ?? unused;
    const { from, to } = group ? within : around;
    yield {
      buffer,
      bytes: alignedBytes(length, dtype),
      from: use === "input" ? 0 : from,
      to: use === "scratch" ? to : launches.length,
      group: use === "scratch" ? group : undefined,
      offset: 0,
    };
  }
}

interface Span {
  readonly from: number;
  readonly to: number;
}

interface Uses {
  /** Undefined for what several groups use, or a launch that is no slice. */
  readonly group: Group | undefined;
  /** Launches, where those of all slices of the same kernels count as those of the first. */
  readonly within: Span;
  /** Launches, where all slices of the same kernels count as one. */
  readonly around: Span;
}

const unused: Uses = { group: undefined, within: { from: 0, to: 0 }, around: { from: 0, to: 0 } };

function usesOf(launches: readonly Launch[]): ReadonlyMap<number, Uses> {
  const uses = new Map<number, Uses>();
  let run = 0;
  for (const members of sliceRuns(launches)) {
    const around = { from: run, to: run + members.length - 1 };
    const inSlice = members.length / (members[0].slice?.of ?? 1);
    for (const [place, { args, slice }] of members.entries()) {
      const time = run + (place % inSlice);
      const group = slice && { run, number: slice.group };
      for (const { buffer } of args) {
        const use = { group, within: { from: time, to: time }, around };
        const known = uses.get(buffer);
        uses.set(buffer, known ? both(known, use) : use);
      }
    }
    run += members.length;
  }
  return uses;
}

function both(a: Uses, b: Uses): Uses {
  const same = a.group?.run === b.group?.run && a.group?.number === b.group?.number;
  return {
    group: same ? a.group : undefined,
    within: hull(a.within, b.within),
    around: hull(a.around, b.around),
  };
}

function hull(a: Span, b: Span): Span {
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}
