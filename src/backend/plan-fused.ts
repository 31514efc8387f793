/** Gives every buffer of fused programs a place in memory. */
import { type DType, sizeOf, type TensorType } from "../tensor/types.ts";
import type { FusedBuffer, FusedProgram } from "./fused-program.ts";
import { alignedBytes, planMemory, type ScratchBuffer } from "./memory-plan.ts";
import type { Place, Plan, PlannedBuffer, PlannedProgram } from "./plan.ts";

/** Programs that were fused over the same states. They share one scratch region: only one runs at a time. */
export function planFused(states: ReadonlyMap<string, TensorType>, programs: readonly FusedProgram[]): Plan {
  const region = new StateRegion(states);
  const planned = programs.map((program) => planProgram(program, region));
  return {
    programs: planned,
    state: region.places,
    stateBytes: region.bytes,
    scratchBytes: Math.max(0, ...planned.map(({ scratchBytes }) => scratchBytes)),
  };
}

/** Memory that is kept between runs: states first, then the constants of all programs, equal ones once. */
class StateRegion {
  readonly places: Readonly<Record<string, Place & { readonly byteOffset: number }>>;
  bytes = 0;
  private readonly constants = new Map<string, number>();

  constructor(states: ReadonlyMap<string, TensorType>) {
    const places = [...states].map(([name, { shape, dtype }], buffer) => {
      const byteOffset = this.take(sizeOf(shape), dtype);
      return [name, { buffer, shape, dtype, byteOffset }] as const;
    });
    this.places = Object.fromEntries(places);
  }

  /** Byte offset of a constant of these values. */
  constant(values: readonly number[], dtype: DType): number {
    const key = `${dtype} ${values.map((value) => (Object.is(value, -0) ? "-0" : value)).join(" ")}`;
    const offset = this.constants.get(key) ?? this.take(values.length, dtype);
    this.constants.set(key, offset);
    return offset;
  }

  private take(length: number, dtype: DType): number {
    const offset = this.bytes;
    this.bytes += alignedBytes(length, dtype);
    return offset;
  }
}

function planProgram(fused: FusedProgram, region: StateRegion): PlannedProgram {
  const scratch = new Map<number, ScratchBuffer>();
  for (const [number, { dtype, length, use }] of fused.buffers.entries()) {
    if (use !== "state" && use !== "constant") scratch.set(number, { dtype, length, use });
  }
  const memory = planMemory(scratch, fused.launches);
  const states = Object.values(region.places);
  const offsetOf = ({ use, values, dtype }: FusedBuffer, number: number): number => {
    if (use === "state") return (states[number] as (typeof states)[number]).byteOffset;
    return values === undefined ? (memory.offsets.get(number) as number) : region.constant(values, dtype);
  };
  const buffers = fused.buffers.map(
    (buffer, number): PlannedBuffer => ({
      dtype: buffer.dtype,
      length: buffer.length,
      region: buffer.use === "state" || buffer.use === "constant" ? "state" : "scratch",
      offset: offsetOf(buffer, number),
    }),
  );
  return {
    name: fused.name,
    buffers,
    launches: fused.launches,
    inputs: fused.inputs,
    outputs: fused.outputs,
    constants: fused.buffers.flatMap(({ values }, buffer) =>
      values === undefined ? [] : [{ buffer, values }],
    ),
    scratchBytes: memory.bytes,
  };
}
