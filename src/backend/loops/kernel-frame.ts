/** The beginning of every kernel's function: its parameters. */
import type { DType } from "../../tensor/types.ts";
import type { Kernel } from "../kernel.ts";
import type { Value } from "./language.ts";
import { LoopBuilder } from "./loop-builder.ts";

export interface Frame {
  readonly builder: LoopBuilder;
  readonly buffers: readonly { readonly pointer: Value; readonly dtype: DType }[];
  readonly begin: Value;
  readonly end: Value;
}

export function beginKernel(kernel: Kernel): Frame & { readonly workspace?: never };
export function beginKernel(
  kernel: Kernel,
  options: { workspace: true },
): Frame & { readonly workspace: Value };
export function beginKernel(
  kernel: Kernel,
  options?: { workspace: true },
): Frame & { readonly workspace?: Value } {
  const builder = new LoopBuilder();
  const buffers = kernel.buffers.map(({ dtype, written }) => ({ pointer: builder.pointer(written), dtype }));
  const workspace = options === undefined ? {} : { workspace: builder.pointer(true) };
  const begin = builder.parameter();
  const end = builder.parameter();
  return { builder, buffers, ...workspace, begin, end };
}
