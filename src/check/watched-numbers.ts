/** Numbers out of readings, as the rules of the watch compare them. */
import { remembered, type Watched, type WatchedKernel, type WatchedLayer } from "./watched.ts";

/** The middle one; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** There are enough readings of late to judge by. */
export function isFull(readings: readonly number[]): boolean {
  return readings.length >= remembered;
}

/** Kernels of layers that learn a map, first to last, each with its layer; tables of embeddings are left out. */
export function mappingKernels({ graph, layers }: Watched): readonly KernelOfLayer[] {
  return layers.flatMap((one) =>
    graph.facts(one.layer).mixes && one.layer.trainable
      ? one.kernels.map((kernel) => ({ ...one, kernel }))
      : [],
  );
}

export interface KernelOfLayer extends WatchedLayer {
  readonly kernel: WatchedKernel;
}

/** The gradient of a single weight, root of the mean square: comparable between kernels of any size. */
export function meanGradient({ gradients, size }: WatchedKernel): number {
  return median(gradients) / Math.sqrt(size);
}

/** What an update changes of a kernel, as a share of it. */
export function updateRatios({ changes, weights }: WatchedKernel): readonly number[] {
  return changes.flatMap((change, i) => {
    const weight = weights[i] ?? 0;
    return weight > 0 ? [change / weight] : [];
  });
}

export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
