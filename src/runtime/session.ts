/** A compiled set of programs over one memory, ready to run. */
import type { NumberArray } from "../tensor/types.ts";

export interface BoundProgram {
  readonly name: string;
  /** Views into the session's memory: write before `run`. */
  readonly inputs: Readonly<Record<string, NumberArray>>;
  /** Views into the session's memory: valid until any program runs again. */
  readonly outputs: Readonly<Record<string, NumberArray>>;
  run(): void;
}

export interface Session {
  /** Views of the state (weights, optimizer slots …), shared by all programs; zero when the session opens. */
  readonly state: Readonly<Record<string, NumberArray>>;
  program(name: string): BoundProgram;
  /** State and scratch together. */
  readonly bytes: number;
  /** What all the views look into. */
  readonly memory: ArrayBuffer;
}
