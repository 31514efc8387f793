/**
 * Where a compiled plan has what in its memory: the state first, then the scratch region that its programs share. All targets lay it
 * out alike, so that one can go on over the bytes of another.
 */
import { type DType, sizeOf } from "../../tensor/types.ts";
import { alignment } from "../memory-plan.ts";
import type { Place, Plan, PlannedProgram } from "../plan.ts";

export interface TargetPlace {
  readonly byteOffset: number;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** In elements. */
  readonly length: number;
}

export interface TargetProgram {
  /** The function that runs it once, without parameters or result. */
  readonly entry: string;
  readonly inputs: Readonly<Record<string, TargetPlace>>;
  readonly outputs: Readonly<Record<string, TargetPlace>>;
}

export interface TargetConstant {
  readonly byteOffset: number;
  readonly dtype: DType;
  readonly values: readonly number[];
}

/** Plain data, what an artifact of any target says of its memory. */
export interface TargetPlaces {
  readonly state: Readonly<Record<string, TargetPlace>>;
  /** To be written into memory before the first run. */
  readonly constants: readonly TargetConstant[];
  readonly programs: Readonly<Record<string, TargetProgram>>;
}

export interface MemoryMap {
  /** Of state and scratch together: a multiple of the alignment, and never 0. */
  readonly bytes: number;
  readonly places: TargetPlaces;
  bufferOffset(program: PlannedProgram, buffer: number): number;
}

/** The function of a program, among those that a compiled plan gives its host. */
export function entryName({ name }: PlannedProgram): string {
  return `run ${name}`;
}

export function mapMemory(plan: Plan): MemoryMap {
  const scratch = aligned(plan.stateBytes);
  const bufferOffset = (program: PlannedProgram, number: number): number => {
    const buffer = program.buffers[number];
    if (buffer === undefined) throw new RangeError(`program ${program.name} has no buffer ${number}`);
    return (buffer.region === "state" ? 0 : scratch) + buffer.offset;
  };
  const bytes = Math.max(alignment, aligned(scratch + plan.scratchBytes));
  return { bytes, places: placesOf(plan, bufferOffset), bufferOffset };
}

function placesOf({ state, programs }: Plan, bufferOffset: MemoryMap["bufferOffset"]): TargetPlaces {
  const at = ({ dtype, shape }: Place, byteOffset: number): TargetPlace => ({
    ...{ byteOffset, dtype, shape },
    length: sizeOf(shape),
  });
  const placesIn = (program: PlannedProgram, named: PlannedProgram["inputs"]): TargetProgram["inputs"] =>
    each(named, (place) => at(place, bufferOffset(program, place.buffer)));
  return {
    state: each(state, (place) => at(place, place.byteOffset)),
    constants: programs.flatMap((program) =>
      program.constants.map(({ buffer, values }) => ({
        byteOffset: bufferOffset(program, buffer),
        dtype: program.buffers[buffer]?.dtype as DType,
        values,
      })),
    ),
    programs: Object.fromEntries(
      programs.map((program): [string, TargetProgram] => [
        program.name,
        {
          entry: entryName(program),
          inputs: placesIn(program, program.inputs),
          outputs: placesIn(program, program.outputs),
        },
      ]),
    ),
  };
}

export function aligned(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

function each<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
