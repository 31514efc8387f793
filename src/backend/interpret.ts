/**
 * Runs a plan slowly, kernel by kernel, in plain TypeScript over one buffer: the truth that generated code is compared
 * with, bit for bit, and the proof that fusing and planning change nothing. Memory is the state region followed by the
 * scratch region, as targets lay it out.
 */
import { type NumberArray, sizeOf } from "../tensor/types.ts";
import { interpretLaunch } from "./interpret-kernel.ts";
import type { Place, Plan, PlannedBuffer, PlannedProgram } from "./plan.ts";

export interface InterpretedProgram {
  readonly name: string;
  readonly inputs: Readonly<Record<string, NumberArray>>;
  readonly outputs: Readonly<Record<string, NumberArray>>;
  run(): void;
}

/** The shape of a runtime `Session`, so that tests can run either. */
export interface InterpretedSession {
  readonly state: Readonly<Record<string, NumberArray>>;
  program(name: string): InterpretedProgram;
  readonly bytes: number;
  /** State, then scratch. */
  readonly memory: ArrayBuffer;
}

/** Opens a plan with all state zero. Throws `RangeError` for a program name that the plan does not have. */
export function interpretPlan(plan: Plan): InterpretedSession {
  const bytes = plan.stateBytes + plan.scratchBytes;
  const memory = new ArrayBuffer(bytes);
  const programs = new Map(
    plan.programs.map((program) => [program.name, bindProgram(plan, program, memory)]),
  );
  const state: Record<string, NumberArray> = {};
  for (const [name, place] of Object.entries(plan.state)) {
    state[name] = viewOf(memory, place.dtype, place.byteOffset, sizeOf(place.shape));
  }
  return {
    state,
    bytes,
    memory,
    program(name) {
      const program = programs.get(name);
      if (program === undefined) throw new RangeError(`no program named ${name}`);
      return program;
    },
  };
}

function bindProgram(plan: Plan, program: PlannedProgram, memory: ArrayBuffer): InterpretedProgram {
  const buffers = program.buffers.map((buffer) => bufferView(plan, buffer, memory));
  for (const { buffer, values } of program.constants) (buffers[buffer] as NumberArray).set(values);
  return {
    name: program.name,
    inputs: placeViews(program.inputs, buffers),
    outputs: placeViews(program.outputs, buffers),
    run() {
      for (const launch of program.launches) interpretLaunch(launch, buffers);
    },
  };
}

function bufferView(plan: Plan, buffer: PlannedBuffer, memory: ArrayBuffer): NumberArray {
  const start = buffer.region === "state" ? 0 : plan.stateBytes;
  return viewOf(memory, buffer.dtype, start + buffer.offset, buffer.length);
}

function viewOf(
  memory: ArrayBuffer,
  dtype: PlannedBuffer["dtype"],
  offset: number,
  length: number,
): NumberArray {
  if (dtype === "f32") return new Float32Array(memory, offset, length);
  return dtype === "f64" ? new Float64Array(memory, offset, length) : new Int32Array(memory, offset, length);
}

function placeViews(
  places: Readonly<Record<string, Place>>,
  buffers: readonly NumberArray[],
): Record<string, NumberArray> {
  return Object.fromEntries(
    Object.entries(places).map(([name, place]) => [
      name,
      (buffers[place.buffer] as NumberArray).subarray(0, sizeOf(place.shape)),
    ]),
  );
}
