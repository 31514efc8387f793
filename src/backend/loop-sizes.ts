/** The loops of a kernel of any kind. */
import type { Kernel } from "./kernel.ts";

/** How often each loop turns, outermost first: the axes of affine functions. */
export function loopSizes(kernel: Kernel): readonly number[] {
  switch (kernel.kind) {
    case "map":
      return kernel.shape;
    case "reduce":
      return [...kernel.kept, ...kernel.reduced];
    case "contract":
      return [...kernel.batch, kernel.m, kernel.n, ...kernel.k];
    case "scatter":
      return [...kernel.positions, ...kernel.row];
  }
}
