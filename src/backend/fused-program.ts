/** What fusion makes of a program: calls of kernels over numbered buffers, which have no place in memory yet. */
import type { DType } from "../tensor/types.ts";
import type { Launch } from "./kernel.ts";
import type { Place } from "./plan.ts";

export interface FusedBuffer {
  readonly dtype: DType;
  /** In elements. */
  readonly length: number;
  readonly use: "input" | "output" | "state" | "constant" | "scratch";
  /** Of a constant. */
  readonly values?: readonly number[];
}

export interface FusedProgram {
  readonly name: string;
  /** States first, in the order given to `fuse`. */
  readonly buffers: readonly FusedBuffer[];
  readonly launches: readonly Launch[];
  readonly inputs: Readonly<Record<string, Place>>;
  readonly outputs: Readonly<Record<string, Place>>;
}
