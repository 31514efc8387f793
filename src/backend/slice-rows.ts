/**
 * Kernels that one after another go over more data than a cache holds are run for a few rows of the batch at a time: what one
 * writes is close by when the next reads it, and room that only they use is that of a few rows. Every element is computed
 * as before, so no bit changes. Which kernels may is seen from their loops and accesses alone.
 */
import { bytesOf } from "../tensor/types.ts";
import type { FusedBuffer, FusedProgram } from "./fused-program.ts";
import type { KernelTable } from "./fusion/kernel-table.ts";
import type { Kernel, Launch } from "./kernel.ts";
import { type ParameterUse, rowUse } from "./row-use.ts";

export interface SliceLimits {
  /** Bytes that a kernel goes over, apart from what all rows share, from which they do not stay in a core's own cache. */
  readonly large: number;
  /** The same of the kernel that goes over most, from which on the cache that cores share does not make up for it. */
  readonly largest: number;
  /** Bytes that all rows share and each slice reads anew, at most. */
  readonly shared: number;
}

const usual: SliceLimits = { large: 2 ** 20, largest: 2 ** 23, shared: 2 ** 19 };
/** As many threads find work. Each group has room of its own, so more would take more. */
const mostGroups = 8;
/** More slices than that are more calls than they are worth. */
const mostSlices = 64;

/** `kernels` holds those of all programs of the session. */
export function sliceRows(program: FusedProgram, kernels: KernelTable, limits = usual): FusedProgram {
  const rows = rowsOf(program);
  if (rows < 2) return program;
  const buffers = [...program.buffers];
  const runs = runsOf(program, rows, limits);
  const launches: Launch[] = [];
  let next = 0;
  for (const run of runs) {
    launches.push(...program.launches.slice(next, run.first));
    next = run.first + run.members.length;
    launches.push(...sliced(run, { program, rows, buffers, kernels }));
  }
  if (runs.length === 0) return program;
  return { ...program, buffers, launches: [...launches, ...program.launches.slice(next)] };
}

/** How many rows the largest input has. */
function rowsOf({ inputs, buffers }: FusedProgram): number {
  const lengthOf = (buffer: number): number => (buffers[buffer] as FusedBuffer).length;
  const places = Object.values(inputs).sort((a, b) => lengthOf(b.buffer) - lengthOf(a.buffer));
  return places[0]?.shape[0] ?? 1;
}

interface Member {
  readonly launch: Launch;
  /** Indices of the first loop that are one row. */
  readonly perRow: number;
  readonly uses: readonly BufferUse[];
  /** Bytes that move along with the rows. */
  readonly moving: number;
}

interface BufferUse extends ParameterUse {
  readonly buffer: number;
  /** Row i of the loops touches row i of the buffer and nothing else of it. */
  readonly aligned: boolean;
}

interface Run {
  readonly first: number;
  readonly members: Member[];
  /** Rows of a slice. */
  rows: number;
}

/** Neighbours of which each may be sliced, where one reads what another has written. */
function runsOf(program: FusedProgram, rows: number, limits: SliceLimits): Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  for (const [place, launch] of program.launches.entries()) {
    const member = memberOf(launch, program, rows, limits);
    if (member === undefined) {
      run = undefined;
    } else if (run?.members.every((earlier) => mayFollow(member, earlier))) {
      run.members.push(member);
    } else {
      run = { first: place, members: [member], rows };
      runs.push(run);
    }
  }
  for (const each of runs) each.rows = rowsOfSlice(each.members, rows, limits);
  return runs.filter((each) => each.rows < rows && each.members.some((member) => readsWithin(member, each)));
}

function memberOf(
  launch: Launch,
  { buffers }: FusedProgram,
  rows: number,
  limits: SliceLimits,
): Member | undefined {
  const all = launch.args.map(({ buffer }) => buffers[buffer] as FusedBuffer);
  if (sum(all.map(({ length, dtype }) => length * bytesOf[dtype])) < limits.large) return undefined;
  const use = rowUse(launch.kernel);
  if (use === undefined || use.size % rows !== 0) return undefined;
  const perRow = use.size / rows;
  let [moving, shared] = [0, 0];
  const uses = use.parameters.map((parameter, number): BufferUse => {
    const { buffer } = launch.args[number] as Launch["args"][number];
    const { length, dtype } = all[number] as FusedBuffer;
    const bytes = parameter.elements * bytesOf[dtype];
    if (parameter.stride === 0) shared += bytes;
    else moving += bytes;
    const aligned = parameter.stride * perRow === length / rows;
    return { ...parameter, buffer, aligned };
  });
  return moving < limits.large || shared > limits.shared ? undefined : { launch, perRow, uses, moving };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** What either writes, both touch row by row. */
function mayFollow(member: Member, earlier: Member): boolean {
  return member.uses.every((use) =>
    earlier.uses.every(
      (other) =>
        use.buffer !== other.buffer || (!use.written && !other.written) || (use.aligned && other.aligned),
    ),
  );
}

function readsWithin(member: Member, { members }: Run): boolean {
  const written = members.flatMap(({ uses }) => uses.filter((use) => use.written));
  return member.uses.some((use) => !use.written && written.some(({ buffer }) => buffer === use.buffer));
}

/** As many as the kernel that goes over most can keep close, or half as many more, so that slices are all of one size. */
function rowsOfSlice(members: readonly Member[], rows: number, { large, largest }: SliceLimits): number {
  const bytes = Math.max(...members.map(({ moving }) => moving));
  if (bytes < largest) return rows;
  const most = (1.5 * large * rows) / bytes;
  let slice = Math.max(1, Math.min(rows, Math.floor(most)));
  while (rows % slice !== 0) slice--;
  return rows / slice > mostSlices ? rows : slice;
}

interface Slicing {
  readonly program: FusedProgram;
  readonly rows: number;
  readonly kernels: KernelTable;
  /** Those that only a run uses become shorter, and each group of slices has its own. */
  readonly buffers: FusedBuffer[];
}

function sliced(run: Run, slicing: Slicing): Launch[] {
  const { kernels, buffers, rows } = slicing;
  const own = ownBuffers(run, slicing);
  for (const number of own) {
    const buffer = buffers[number] as FusedBuffer;
    buffers[number] = { ...buffer, length: (buffer.length / rows) * run.rows };
  }
  const steps = run.members.map((member) => ({
    ...member,
    kernel: kernels.share(withFirstLoop(member.launch.kernel, member.perRow * run.rows)),
  }));
  const of = rows / run.rows;
  const groups = Math.min(mostGroups, of);
  const numbers = Array.from(
    { length: groups },
    (_, group) => new Map(own.map((number) => [number, group === 0 ? number : copyOf(number, buffers)])),
  );
  return Array.from({ length: of }, (_, number) => {
    const slice = { number, of, group: Math.floor((number * groups) / of), groups };
    return steps.map(({ kernel, launch, uses, perRow }): Launch => {
      const args = launch.args.map(({ buffer, offset }, parameter) => {
        const part = numbers[slice.group]?.get(buffer);
        if (part !== undefined) return { buffer: part, offset };
        const moved = number * run.rows * perRow * (uses[parameter] as BufferUse).stride;
        return { buffer, offset: offset + moved };
      });
      return { kernel, args, slice };
    });
  }).flat();
}

function copyOf(number: number, buffers: FusedBuffer[]): number {
  return buffers.push(buffers[number] as FusedBuffer) - 1;
}

/** Buffers that nothing outside the run touches. */
function ownBuffers({ first, members }: Run, { program }: Slicing): readonly number[] {
  const { launches, buffers } = program;
  const others = [...launches.slice(0, first), ...launches.slice(first + members.length)];
  const outside = new Set(others.flatMap(({ args }) => args.map(({ buffer }) => buffer)));
  const uses = members.flatMap((member) => member.uses);
  const inside = [...new Set(uses.map(({ buffer }) => buffer))];
  return inside.filter(
    (number) =>
      (buffers[number] as FusedBuffer).use === "scratch" &&
      !outside.has(number) &&
      uses.every(({ buffer, aligned }) => buffer !== number || aligned),
  );
}

function withFirstLoop(kernel: Kernel, size: number): Kernel {
  switch (kernel.kind) {
    case "map":
      return { ...kernel, shape: kernel.shape.with(0, size) };
    case "reduce":
      return { ...kernel, kept: kernel.kept.with(0, size) };
    case "contract":
      return kernel.batch.length === 0
        ? { ...kernel, m: size }
        : { ...kernel, batch: kernel.batch.with(0, size) };
    case "scatter":
      return kernel;
  }
}
