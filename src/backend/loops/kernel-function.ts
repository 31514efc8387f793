/** A kernel as loops. */
import type { Kernel } from "../kernel.ts";
import { contractFunction } from "./contract-kernel.ts";
import type { LoopFunction } from "./language.ts";
import type { LoopTarget } from "./loop-target.ts";
import { mapFunction } from "./map-kernel.ts";
import { reduceFunction } from "./reduce-kernel.ts";
import { scatterFunction } from "./scatter-kernel.ts";

export function kernelFunction(kernel: Kernel, target: LoopTarget): LoopFunction {
  if (kernel.kind === "map") return mapFunction(kernel, target);
  if (kernel.kind === "reduce") return reduceFunction(kernel, target);
  return kernel.kind === "contract" ? contractFunction(kernel, target) : scatterFunction(kernel, target);
}
