/**
 * A program as steps that threads take together: which kernels they share, which the first of them does alone, and before which
 * steps all must have come so far. Every thread walks through the same list. Who computes an element changes no bit of it.
 */
import { bytesOf } from "../tensor/types.ts";
import { affineRange } from "./affine.ts";
import { type Kernel, type Launch, type Slice, sliceRuns } from "./kernel.ts";
import { kernelNanoseconds } from "./kernel-cost.ts";
import { loopSizes } from "./loop-sizes.ts";
import type { LoopFunction } from "./loops/language.ts";
import type { LoopTarget } from "./loops/loop-target.ts";
import type { PlannedProgram } from "./plan.ts";

export interface Step {
  readonly launch: Launch;
  readonly loops: LoopFunction;
  /** Threads divide its units; else one does them all. */
  readonly shared: boolean;
  /** Threads divide the groups of slices that it is of: the one whose part has this group does it. Else it is the first thread's. */
  readonly group?: { readonly number: number; readonly of: number };
  /** All threads have to have finished what came before. */
  readonly meet: boolean;
}

export interface ProgramSteps {
  readonly steps: readonly Step[];
  /** Whether any step is not the first thread's: else there is no use in more than one thread. */
  readonly shared: boolean;
  /** All threads have to have finished before the program has. */
  readonly meetAtEnd: boolean;
  /** As many waits in vain take as long as it takes one thread. 1 or more. */
  readonly waits: number;
}

/** A kernel that takes one thread less than this is over before others have heard of it. */
const usualWorth = 8000;
/** How many of these a wait in vain takes: a while of looking, and of waking up. */
const waitCost = 8;
const mostWaits = 2 ** 30;

export interface SharingOptions {
  /** Left out, no step is shared. */
  readonly threads?: boolean;
  /** Nanoseconds of one thread from which a kernel is shared, if not the usual. */
  readonly worthSharing?: number;
}

export function programSteps(
  program: PlannedProgram,
  loopsOf: (kernel: Kernel) => LoopFunction,
  options: SharingOptions & { readonly target: LoopTarget },
): ProgramSteps {
  const { target, threads = false, worthSharing = usualWorth } = options;
  if (!threads) return { steps: stepsOfOne(program, loopsOf), shared: false, meetAtEnd: false, waits: 1 };
  const steps: Step[] = [];
  /** What was done since all last met. */
  let recent: { readonly ranges: readonly Touched[]; readonly shared: boolean }[] = [];
  const add = (launch: Launch, loops: LoopFunction, shared: boolean, ranges: readonly Touched[]): void => {
    const meet = recent.some((earlier) => (shared || earlier.shared) && conflict(earlier.ranges, ranges));
    if (meet) recent = [];
    recent.push({ ranges, shared });
    steps.push({ launch, loops, shared, meet });
  };
  const addAlone = (launch: Launch): void => {
    const loops = loopsOf(launch.kernel);
    const worth = kernelNanoseconds(launch.kernel, target) >= worthSharing;
    const ranges = touchedBy(program, launch);
    const { before } = loops;
    if (before !== undefined) {
      add(launch, before, worth && before.units > 1, [...ranges.filter(isRead), wholeShared(true)]);
    }
    const own = before === undefined ? ranges : [...ranges, wholeShared(false)];
    add(launch, loops, worth && loops.units > 1, own);
  };
  /** Each thread takes whole slices: within them, nobody waits. */
  const addSlices = (run: readonly Launch[]): void => {
    const ranges = run.flatMap((launch) => touchedBy(program, launch));
    const meet = recent.some((earlier) => conflict(earlier.ranges, ranges));
    if (meet) recent = [];
    recent.push({ ranges, shared: true });
    for (const [place, launch] of run.entries()) {
      const { group, groups } = launch.slice as Slice;
      const loops = loopsOf(launch.kernel);
      steps.push({
        launch,
        loops,
        shared: false,
        group: { number: group, of: groups },
        meet: meet && place === 0,
      });
    }
  };
  for (const run of sliceRuns(program.launches)) {
    const [{ slice }] = run;
    const apart = slice !== undefined && run.every(({ kernel }) => loopsOf(kernel).before === undefined);
    const time = run.reduce((sum, { kernel }) => sum + kernelNanoseconds(kernel, target), 0);
    if (apart && time >= worthSharing) addSlices(run);
    else run.forEach(addAlone);
  }
  const time = program.launches.reduce((sum, { kernel }) => sum + kernelNanoseconds(kernel, target), 0);
  return {
    steps,
    waits: Math.max(1, Math.floor(Math.min(time / (waitCost * worthSharing), mostWaits))),
    shared: steps.some(({ shared, group }) => shared || group !== undefined),
    meetAtEnd: recent.some(({ shared }) => shared),
  };
}

/** Nobody shares, so nobody meets. */
function stepsOfOne(program: PlannedProgram, loopsOf: (kernel: Kernel) => LoopFunction): Step[] {
  return program.launches.flatMap((launch) => {
    const loops = loopsOf(launch.kernel);
    const parts = loops.before === undefined ? [loops] : [loops.before, loops];
    return parts.map((part): Step => ({ launch, loops: part, shared: false, meet: false }));
  });
}

/** Bytes of a region of memory, the end not included. */
interface Touched {
  readonly region: "state" | "scratch" | "shared";
  readonly from: number;
  readonly to: number;
  readonly written: boolean;
}

function isRead({ written }: Touched): boolean {
  return !written;
}

function wholeShared(written: boolean): Touched {
  return { region: "shared", from: 0, to: Number.POSITIVE_INFINITY, written };
}

function conflict(a: readonly Touched[], b: readonly Touched[]): boolean {
  return a.some((x) =>
    b.some((y) => (x.written || y.written) && x.region === y.region && x.from < y.to && y.from < x.to),
  );
}

/** What is read counts with its whole buffer, what is written with what the stores reach. */
function touchedBy(program: PlannedProgram, { kernel, args }: Launch): Touched[] {
  return kernel.buffers.map(({ dtype, written }, parameter): Touched => {
    const { buffer, offset } = args[parameter] as Launch["args"][number];
    const planned = program.buffers[buffer] as PlannedProgram["buffers"][number];
    const { region } = planned;
    const bytes = bytesOf[dtype];
    const reach = written ? reachOf(kernel, parameter) : undefined;
    if (reach === undefined) {
      return { region, from: planned.offset, to: planned.offset + planned.length * bytes, written };
    }
    const start = planned.offset + offset * bytes;
    return { region, from: start + reach[0] * bytes, to: start + (reach[1] + 1) * bytes, written };
  });
}

/** First and last element that stores write; undefined where they are not all that writes. */
function reachOf(kernel: Kernel, parameter: number): readonly [number, number] | undefined {
  const sizes = loopSizes(kernel);
  const ranges = kernel.stores
    .filter(({ access }) => access.buffer === parameter)
    .map(({ access }) => affineRange(access.at, sizes));
  if (ranges.length === 0) return undefined;
  return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
}
