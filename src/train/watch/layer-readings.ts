/** Readings of the watched steps, layer by layer, as rules see them. */
import { remembered, type WatchedKernel, type WatchedLayer } from "../../check/watched.ts";
import { firedOutput, saturatedOutput, type squaredSums, squaresOutput } from "../../lower/watch-outputs.ts";
import type { WeightLayout } from "../../lower/weight-layout.ts";
import type { LayerIR, ModelIR } from "../../model/ir.ts";
import type { BoundProgram } from "../../runtime/session.ts";

interface Kernel extends WatchedKernel {
  readonly gradients: number[];
  readonly weights: number[];
  readonly changes: number[];
}

interface Layer extends WatchedLayer {
  silent?: number[];
  saturated?: number[];
  readonly kernels: readonly Kernel[];
}

export class LayerReadings {
  readonly layers: readonly WatchedLayer[];
  private readonly watched: readonly Layer[];

  constructor(model: ModelIR, layout: WeightLayout) {
    const placed = new Map(
      layout.trainable.filter(({ shape }) => shape.length >= 2).map((one) => [one.path, one]),
    );
    this.watched = model.layers.map((layer): Layer => {
      const kernels = kernelsOf(layer, placed);
      // A layer that is used twice is watched where it is used first.
      for (const { path } of kernels) placed.delete(path);
      return { layer, kernels };
    });
    this.layers = this.watched;
  }

  /** Takes in the outputs of a watched step; `updates` is false where it moved no weight by design. */
  add({ outputs }: BoundProgram, updates: boolean): void {
    for (const one of this.watched) {
      const fired = outputs[firedOutput(one.layer.id)];
      if (fired)
        one.silent = Array.from(fired, (most, unit) => (most > 0 ? 0 : (one.silent?.[unit] ?? 0) + 1));
      const saturated = outputs[saturatedOutput(one.layer.id)];
      if (saturated) one.saturated = latest(one.saturated ?? [], saturated[0] as number);
      for (const kernel of one.kernels) {
        const norm = (of: (typeof squaredSums)[number]) =>
          Math.sqrt(outputs[squaresOutput(of, kernel.path)]?.[0] ?? 0);
        latest(kernel.gradients, norm("gradient"));
        if (!updates) continue;
        latest(kernel.weights, norm("weight"));
        latest(kernel.changes, norm("change"));
      }
    }
  }
}

function kernelsOf(
  layer: LayerIR,
  placed: ReadonlyMap<string, { readonly size: number }>,
): readonly Kernel[] {
  return layer.weights.flatMap(({ path }) => {
    const place = placed.get(path);
    return place ? [{ path, size: place.size, gradients: [], weights: [], changes: [] }] : [];
  });
}

/** Puts a number behind the others and forgets what is too long ago. */
function latest(list: number[], value: number): number[] {
  list.push(value);
  if (list.length > remembered) list.shift();
  return list;
}
