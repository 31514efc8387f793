/** A program made concrete: kernels in order and a place in memory for every buffer. Targets turn it into code. */
import type { DType, TensorType } from "../tensor/types.ts";
import type { Launch } from "./kernel.ts";

export interface PlannedBuffer {
  readonly dtype: DType;
  /** In elements. */
  readonly length: number;
  /** `state` is kept between runs and shared by all programs of a session; `scratch` may be overwritten by any run. */
  readonly region: "state" | "scratch";
  /** Byte offset within its region, a multiple of 64. */
  readonly offset: number;
}

export interface PlannedConstant {
  readonly buffer: number;
  readonly values: readonly number[];
}

export interface Place extends TensorType {
  readonly buffer: number;
}

export interface PlannedProgram {
  readonly name: string;
  readonly buffers: readonly PlannedBuffer[];
  readonly launches: readonly Launch[];
  readonly inputs: Readonly<Record<string, Place>>;
  readonly outputs: Readonly<Record<string, Place>>;
  /** Literal tensors; written into memory of their own once, when the session opens. Region `state`. */
  readonly constants: readonly PlannedConstant[];
  readonly scratchBytes: number;
}

/** All programs of a session over one state: the same state name has the same place in each. */
export interface Plan {
  readonly programs: readonly PlannedProgram[];
  readonly state: Readonly<Record<string, Place & { readonly byteOffset: number }>>;
  readonly stateBytes: number;
  /** The largest of the programs' needs: they share one scratch region. */
  readonly scratchBytes: number;
}
