/** Layers with windows in the order in which an image or a series passes them. */
import { isKnown } from "../base/dim.ts";
import type { LayerIR } from "../model/ir.ts";
import type { CheckContext } from "./check-context.ts";

export interface WindowLayer {
  readonly layer: LayerIR;
  /** Features at every place. */
  readonly filters: number | undefined;
  /** The window along its longest axis, where the layer states one. */
  readonly window: number | undefined;
}

/** Convolutions that learn, of every chain that ends in an output; first to last. Networks that grow again are left out. */
export function windowStacks({ model, graph }: CheckContext): readonly (readonly WindowLayer[])[] {
  return model.outputs.flatMap(({ value, type }) => {
    // An output with places of its own draws a picture again: its last layers have to narrow.
    if (type.shape.length > 1) return [];
    const found: WindowLayer[] = [];
    for (const layer of graph.chainBefore(value)) {
      const { learns, mixes } = graph.facts(layer);
      if (learns && mixes === "window") found.unshift(windowLayer(layer));
    }
    return [found];
  });
}

function windowLayer(layer: LayerIR): WindowLayer {
  const filters = layer.type.shape.at(-1);
  return {
    layer,
    filters: filters !== undefined && isKnown(filters) ? filters : undefined,
    window: windowOf(layer),
  };
}

/** A window is the argument that lists a size for every axis of space, and is not about steps. */
export function windowOf({ layer: { params } }: LayerIR): number | undefined {
  const sizes = params.kernel_size ?? params.pool_size;
  return Array.isArray(sizes) && sizes.every((size) => typeof size === "number")
    ? Math.max(...sizes)
    : undefined;
}
