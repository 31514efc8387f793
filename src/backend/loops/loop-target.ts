/** What code generation must know of a machine: nothing that changes a bit of a result. */
export interface LoopTarget {
  /** Bytes of a vector register. */
  readonly vectorBytes: number;
  /** Vector registers that a kernel may count on. */
  readonly registers: number;
  /** Sums that a contraction keeps in registers, as rows × vectors; left out, half the registers in two columns. */
  readonly tile?: { readonly rows: number; readonly vectors: number };
}
