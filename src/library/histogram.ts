/** How often each shade occurs, and the curve that spreads shades evenly: what equalisation is made of. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";

/**
 * Counts of `bins` shades in each of `groups` groups, `[groups, bins]`: `shade` and `group` are i32 of one shape, in range.
 */
export function histograms(
  g: Builder,
  { shade, group, groups, bins }: { shade: Node; group: Node; groups: number; bins: number },
  like: Node,
): Node {
  const ones = g.constant(1, shade.shape, like.dtype);
  const counts = g.scatterAdd(ones, g.add(g.mul(group, bins), shade), groups * bins);
  return g.reshape(counts, [groups, bins]);
}

/** `[groups, bins]`: each the sum of itself and all before it. */
export function runningSums(g: Builder, counts: Node): Node {
  const bins = counts.shape[1] as number;
  const [from, to] = [g.iota([bins, bins], 0, counts.dtype), g.iota([bins, bins], 1, counts.dtype)];
  return g.matmul(counts, g.lessOrEqual(from, to));
}

/** To the nearest whole number, halves to the even one, as NumPy rounds. */
export function roundedToEven(g: Builder, x: Node): Node {
  const up = g.floor(g.add(x, 0.5));
  const half = g.equal(g.sub(up, x), 0.5);
  const odd = g.sub(up, g.mul(2, g.floor(g.div(up, 2))));
  return g.sub(up, g.mul(half, odd));
}
