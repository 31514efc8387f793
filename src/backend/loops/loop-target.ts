/** What code generation must know of a machine: nothing that changes a bit of a result. */
export interface LoopTarget {
  /** Bytes of a vector register. */
  readonly vectorBytes: number;
  /** Vector registers that a kernel may count on. */
  readonly registers: number;
}
