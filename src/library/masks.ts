/** Masks of layers: which places of `[batch, places…]` count, as 1 and 0. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

/** The mask over all elements of a tensor that begins with its axes; undefined where it speaks of other places. */
export function maskOver(g: Builder, mask: Node | undefined, x: Node): Node | undefined {
  if (mask === undefined || mask.shape.length > x.shape.length) return undefined;
  if (mask.shape.some((size, axis) => size !== x.shape[axis])) return undefined;
  const inner = x.shape.slice(mask.shape.length).map(() => 1);
  return g.broadcast(g.cast(g.reshape(mask, [...mask.shape, ...inner]), x.dtype), x.shape);
}

/** Where any of them counts; undefined where one of the tensors has no mask: all of it counts. As Keras' merging layers. */
export function anyCounts(g: Builder, masks: readonly (Node | undefined)[]): Node | undefined {
  const known = masks.filter((mask) => mask !== undefined);
  return known.length < masks.length || known.length === 0 ? undefined : known.reduce((a, b) => g.max(a, b));
}
