/**
 * How long a kernel takes one thread, roughly, from its shape: what decides whether more threads are worth waking. No result depends
 * on it. The constants were measured with the kernels of test/bench's networks on a processor of 2024; a factor of two changes little.
 */
import { bytesOf, sizeOf } from "../tensor/types.ts";
import type { Kernel } from "./kernel.ts";
import { epilogueCost } from "./loops/epilogue-cost.ts";
import type { LoopTarget } from "./loops/loop-target.ts";

/** Multiplications and additions a nanosecond, for every byte of a vector. */
const contractionRate = 3;
/** Nanoseconds an element that is loaded or stored, and an addition in vectors of 16 bytes. */
const [elementTime, additionTime] = [0.1, 0.02];
/** Added up one by one, as positions come. */
const scatterTime = 0.5;

export function kernelNanoseconds(kernel: Kernel, { vectorBytes }: LoopTarget): number {
  const values = kernel.stores.map(({ value }) => value);
  const each = (elements: number, roots: Parameters<typeof epilogueCost>[0]): number =>
    elements *
    (elementTime * kernel.buffers.length + (epilogueCost(roots) * additionTime * 16) / vectorBytes);
  switch (kernel.kind) {
    case "map":
      return each(sizeOf(kernel.shape), values);
    case "reduce": {
      const kept = sizeOf(kernel.kept);
      return each(kept * sizeOf(kernel.reduced), [kernel.value]) + each(kept, values);
    }
    case "contract": {
      const { batch, m, n, k, dtype } = kernel;
      const results = sizeOf(batch) * m * n;
      const rate = (contractionRate * vectorBytes * bytesOf.f32) / bytesOf[dtype];
      return (2 * results * sizeOf(k)) / rate + each(results, values);
    }
    case "scatter":
      return sizeOf(kernel.positions) * sizeOf(kernel.row) * scatterTime;
  }
}
