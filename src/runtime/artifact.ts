/**
 * Compiled programs as plain data: all that a session needs, and all that a saved model has to hold. A WebAssembly target
 * produces it; the two rooms agree on its structure and import nothing from each other.
 */
import type { DType } from "../tensor/types.ts";

/** A row of numbers in the module's memory. */
export interface ArtifactRegion {
  /** A multiple of the element's size. */
  readonly byteOffset: number;
  readonly dtype: DType;
  /** In elements. */
  readonly length: number;
}

export interface ArtifactTensor extends ArtifactRegion {
  readonly shape: readonly number[];
}

export interface ArtifactProgram {
  /** Export that runs the program once; it takes nothing and returns nothing. */
  readonly entry: string;
  readonly inputs: Readonly<Record<string, ArtifactTensor>>;
  readonly outputs: Readonly<Record<string, ArtifactTensor>>;
}

export interface Artifact {
  /** The module; it imports its memory as `env.memory`. */
  readonly bytes: Uint8Array;
  /**
   * Where threads may take part: the memory is shared, and each thread but the first runs the export `work` of its number. `words` are
   * addresses of numbers: threads that stand ready, programs that the second was given, how often all have met, whether a thread has
   * failed, and whether the first thread may sleep.
   */
  readonly threads?: {
    readonly count: number;
    readonly words: Readonly<Record<"ready" | "jobs" | "phase" | "failed" | "firstSleeps", number>>;
  };
  /** Memory that the programs use, from address 0, state and scratch together. */
  readonly memoryBytes: number;
  readonly state: Readonly<Record<string, ArtifactRegion>>;
  /** Written once, when a session opens. */
  readonly constants: readonly {
    readonly byteOffset: number;
    readonly dtype: DType;
    readonly values: readonly number[];
  }[];
  readonly programs: Readonly<Record<string, ArtifactProgram>>;
}
