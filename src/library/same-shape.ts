/** Layers that keep the shape of their one input and give numbers of the run's precision. */
import type { TensorSpec } from "./layer.ts";

export function sameShape([x]: readonly TensorSpec[]): TensorSpec {
  if (x === undefined) throw new Error("a layer that keeps the shape of its input has one");
  return { shape: x.shape, dtype: "float" };
}
