/** Windows that slide over a tensor, made of views: nothing is copied, and the gradient follows from theirs. */
import { integersAttribute } from "./attributes.ts";
import type { Builder, Padding, Windows } from "./builder.ts";
import type { Attributes, Node } from "./node.ts";
import { GraphError } from "./primitive.ts";

/** Places that windows have along an axis. Throws `GraphError` where there is none. */
export function placesOf(length: number, size: number, stride: number, dilation: number): number {
  const places = Math.floor((length - dilation * (size - 1) - 1) / stride) + 1;
  if (places >= 1) return places;
  throw new GraphError(`a window of ${size}, ${dilation} apart, does not fit into ${length}`);
}

/** `[batch, space…, rest…]` to `[batch, place…, window…, rest…]`. */
export function slidingWindows(g: Builder, x: Node, { sizes, strides, dilations }: Windows): Node {
  const rank = sizes.length;
  let pairs = x;
  for (let i = rank - 1; i >= 0; i--) {
    pairs = windowsAlong(g, pairs, 1 + i, sizes[i] as number, strides[i] as number, dilations[i] as number);
  }
  const space = sizes.map((_, i) => 1 + 2 * i);
  const rest = x.shape.slice(1 + rank).map((_, i) => 1 + 2 * rank + i);
  return g.transpose(pairs, [0, ...space, ...space.map((axis) => axis + 1), ...rest]);
}

/** One axis becomes two: places and the window at each. */
function windowsAlong(
  g: Builder,
  x: Node,
  axis: number,
  size: number,
  stride: number,
  dilation: number,
): Node {
  const length = x.shape[axis] as number;
  const places = placesOf(length, size, stride, dilation);
  const split = (sizes: readonly number[]): number[] => [
    ...x.shape.slice(0, axis),
    ...sizes,
    ...x.shape.slice(axis + 1),
  ];
  const start = new Array<number>(x.shape.length).fill(0);
  if (stride === size && dilation === 1) {
    // Windows side by side are a reshape, whose gradient is one too.
    return g.reshape(g.slice(x, start, x.shape.with(axis, places * size)), split([places, size]));
  }
  const wide = g.broadcast(g.reshape(x, split([length, 1])), split([length, size]));
  const reach = length - dilation * (size - 1);
  const sheared = g.shear(wide, { axis, by: axis + 1, factor: dilation, offset: 0, size: reach });
  const steps = new Array<number>(x.shape.length + 1).fill(1).with(axis, stride);
  return g.slice(sheared, [...start, 0], split([places, size]), steps);
}

/** The axes of `slidingWindows` that are within a window. */
export function windowAxes(rank: number): number[] {
  return Array.from({ length: rank }, (_, i) => 1 + rank + i);
}

/** Padding around the axes of space of `[batch, space…, channels]`; negative margins cut. */
export function withMargins(g: Builder, x: Node, { before, after }: Padding, value: number): Node {
  const all = (margins: readonly number[]): number[] => [0, ...margins, 0];
  const cut = (margins: readonly number[]): number[] => all(margins).map((margin) => Math.max(0, -margin));
  const added = (margins: readonly number[]): number[] => all(margins).map((margin) => Math.max(0, margin));
  const [front, back] = [cut(before), cut(after)];
  const size = x.shape.map((length, axis) => length - (front[axis] as number) - (back[axis] as number));
  const inner = [...front, ...back].some((margin) => margin > 0) ? g.slice(x, front, size) : x;
  const [top, bottom] = [added(before), added(after)];
  return [...top, ...bottom].some((margin) => margin > 0) ? g.pad(inner, top, bottom, value) : inner;
}

/** Strides, dilations and padding of a node, a number for each of `rank` axes. */
export function placingAttributes(
  attributes: Attributes,
  rank: number,
): Padding & Pick<Windows, "strides" | "dilations"> {
  const read = (name: string): readonly number[] => integersAttribute(attributes, name, rank);
  const [strides, dilations] = [read("strides"), read("dilations")];
  if ([...strides, ...dilations].every((step) => step >= 1)) {
    return { strides, dilations, before: read("before"), after: read("after") };
  }
  throw new GraphError(`strides [${strides}] and dilations [${dilations}] must be at least 1`);
}
