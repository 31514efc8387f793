/**
 * Images of another size. Each axis is resized by itself: every new place is a weighted sum of old ones, and the weights are
 * constants that follow from the two sizes. Places are the middles of pixels. Formulas: as jax.image.resize, with which Keras
 * computes; Keys, Cubic convolution interpolation (1981), and Lanczos' windowed sine.
 */
import type { Builder } from "../tensor/builder.ts";
import { sine } from "../tensor/functions/trigonometric.ts";
import type { Node } from "../tensor/node.ts";
import { numberArithmetic } from "../tensor/number-arithmetic.ts";

export const interpolations = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"] as const;

export type Interpolation = (typeof interpolations)[number];

/** The weight of a place at a distance, in old pixels. */
const kernels: Readonly<Record<Exclude<Interpolation, "nearest">, (distance: number) => number>> = {
  bilinear: (x) => Math.max(0, 1 - x),
  bicubic: (x) => {
    if (x >= 2) return 0;
    return x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1;
  },
  lanczos3: (x) => lanczos(3, x),
  lanczos5: (x) => lanczos(5, x),
};

function lanczos(radius: number, x: number): number {
  if (x > radius) return 0;
  if (x === 0) return 1;
  const sin = (angle: number): number => sine(numberArithmetic.f64, angle);
  return (radius * sin(Math.PI * x) * sin((Math.PI * x) / radius)) / (Math.PI * Math.PI * x * x);
}

/** The tensor with `size` places along an axis. `antialias`: where it gets smaller, places between the new ones count too. */
export function resizedAlong(
  g: Builder,
  x: Node,
  { axis, size, interpolation, antialias = false }: Resizing,
): Node {
  const length = x.shape[axis] as number;
  if (length === size) return x;
  if (interpolation === "nearest") return nearest(g, x, axis, size);
  const weights = g.constant(
    weightsOf(length, size, kernels[interpolation], antialias),
    [length, size],
    x.dtype,
  );
  const labels = x.shape.map((_, label) => label);
  const made = labels.length;
  return g.contract(x, weights, { a: labels, b: [axis, made], result: labels.with(axis, made) });
}

export interface Resizing {
  readonly axis: number;
  readonly size: number;
  readonly interpolation: Interpolation;
  readonly antialias?: boolean;
}

/** The old place whose pixel holds the middle of the new one. */
function nearest(g: Builder, x: Node, axis: number, size: number): Node {
  const length = x.shape[axis] as number;
  const from = Array.from({ length: size }, (_, place) => Math.floor(((place + 0.5) * length) / size));
  const order = x.shape.map((_, i) => i);
  const front = [axis, ...order.filter((i) => i !== axis)];
  const picked = g.gather(g.transpose(x, front), g.constant(from, [size], "i32"));
  return g.transpose(
    picked,
    order.map((i) => front.indexOf(i)),
  );
}

/** `[old, new]` in row-major order; the weights of each new place add up to 1. */
function weightsOf(
  length: number,
  size: number,
  kernel: (distance: number) => number,
  antialias: boolean,
): number[] {
  const ratio = length / size;
  const reach = antialias ? Math.max(ratio, 1) : 1;
  const columns = Array.from({ length: size }, (_, place) => {
    const middle = (place + 0.5) * ratio - 0.5;
    const column = Array.from({ length }, (_, old) => kernel(Math.abs(middle - old) / reach));
    const total = column.reduce((sum, weight) => sum + weight, 0);
    return column.map((weight) => weight / total);
  });
  return Array.from({ length }, (_, old) => columns.map((column) => column[old] as number)).flat();
}
