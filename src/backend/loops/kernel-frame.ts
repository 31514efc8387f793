/** The beginning of every kernel's function: its parameters. */
import type { DType } from "../../tensor/types.ts";
import type { Kernel } from "../kernel.ts";
import { type Memory, memories, type Value } from "./language.ts";
import { LoopBuilder } from "./loop-builder.ts";

export interface Frame {
  readonly builder: LoopBuilder;
  readonly buffers: readonly { readonly pointer: Value; readonly dtype: DType }[];
  readonly begin: Value;
  readonly end: Value;
}

/** How a function uses a memory that it has besides its buffers. */
export type MemoryUse = "reads" | "writes";

export function beginKernel<M extends Memory = never>(
  kernel: Pick<Kernel, "buffers">,
  uses: Readonly<Record<M, MemoryUse>> = {} as Record<M, MemoryUse>,
): Frame & Readonly<Record<M, Value>> {
  const builder = new LoopBuilder();
  const buffers = kernel.buffers.map(({ dtype, written }) => ({ pointer: builder.pointer(written), dtype }));
  const pointers: Partial<Record<Memory, Value>> = {};
  for (const memory of memories) {
    const use = (uses as Partial<Record<Memory, MemoryUse>>)[memory];
    if (use !== undefined) pointers[memory] = builder.pointer(use === "writes");
  }
  const begin = builder.parameter();
  const end = builder.parameter();
  return { builder, buffers, ...(pointers as Record<M, Value>), begin, end };
}
