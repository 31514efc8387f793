/** Images read at places between and beyond their pixels: what rotation, zoom and their like are made of. */
import type { Builder } from "../tensor/builder.ts";
import type { Node } from "../tensor/node.ts";
import { choice, number, param } from "../words/param-types.ts";

export const samplings = ["nearest", "bilinear"] as const;

/** Beyond the edge: the number given; the nearest pixel; the other edge; mirrored with and without the last pixel twice. */
export const fillModes = ["constant", "nearest", "wrap", "reflect", "mirror"] as const;

export interface Sampling {
  readonly interpolation: (typeof samplings)[number];
  readonly mode: (typeof fillModes)[number];
  readonly fill: number;
}

export const fillModeParam = param(
  choice("reflect", "wrap", "constant", "nearest"),
  "what stands beyond the edge: the image mirrored, begun anew, fill_value, or its nearest pixel",
  "reflect",
);

export const samplingParam = param(
  choice("nearest", "bilinear"),
  "the nearest pixel, or the mean of four by nearness",
  "bilinear",
);

export const fillValueParam = param(number(), "number beyond the edge where fill_mode is constant", 0);

/**
 * `x` `[batch, height, width, channels]` at `y`, `x`, which broadcast to `[batch, rows, columns]`: `[batch, rows, columns,
 * channels]`. Pixel i stands at i. As scipy.ndimage.map_coordinates and jax' twin of it, of order 0 or 1.
 */
export function sampleImage(g: Builder, images: Node, at: { y: Node; x: Node }, sampling: Sampling): Node {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  const shape = g.add(at.y, at.x).shape;
  const table = g.reshape(images, [batch * height * width, channels]);
  const image = g.mul(g.iota(shape, 0, "i32"), height * width);
  const pixel = (row: Node, column: Node): Node => {
    const fixedRow = g.cast(fixed(g, row, height, sampling.mode), "i32");
    const fixedColumn = g.cast(fixed(g, column, width, sampling.mode), "i32");
    const found = g.gather(table, g.add(image, g.add(g.mul(fixedRow, width), fixedColumn)));
    if (sampling.mode !== "constant") return found;
    const inside = g.mul(within(g, row, height), within(g, column, width));
    return g.where(g.reshape(inside, [...shape, 1]), found, sampling.fill);
  };
  const [y, x] = [g.broadcast(at.y, shape), g.broadcast(at.x, shape)];
  if (sampling.interpolation === "nearest") return pixel(rounded(g, y), rounded(g, x));
  const [top, left] = [g.floor(y), g.floor(x)];
  const [down, right] = [g.sub(y, top), g.sub(x, left)];
  const weighted = (row: Node, column: Node, weight: Node): Node =>
    g.mul(pixel(row, column), g.reshape(weight, [...shape, 1]));
  const [up, before] = [g.sub(1, down), g.sub(1, right)];
  return g.add(
    g.add(weighted(top, left, g.mul(up, before)), weighted(top, g.add(left, 1), g.mul(up, right))),
    g.add(
      weighted(g.add(top, 1), left, g.mul(down, before)),
      weighted(g.add(top, 1), g.add(left, 1), g.mul(down, right)),
    ),
  );
}

/** Halves go away from 0. */
function rounded(g: Builder, x: Node): Node {
  return g.mul(g.sign(x), g.floor(g.add(g.abs(x), 0.5)));
}

function within(g: Builder, index: Node, size: number): Node {
  return g.mul(g.lessOrEqual(0, index), g.less(index, size));
}

/** A whole number as the number of a pixel that is there. */
function fixed(g: Builder, index: Node, size: number, mode: Sampling["mode"]): Node {
  switch (mode) {
    case "constant":
    case "nearest":
      return g.min(g.max(index, 0), size - 1);
    case "wrap":
      return modulo(g, index, size);
    case "mirror":
      return mirrored(g, index, size);
    case "reflect": {
      const twice = mirrored(g, g.add(g.mul(index, 2), 1), 2 * size + 1);
      return g.floor(g.div(g.sub(twice, 1), 2));
    }
  }
}

function mirrored(g: Builder, index: Node, size: number): Node {
  const last = size - 1;
  if (last === 0) return g.mul(index, 0);
  return g.abs(g.sub(modulo(g, g.add(index, last), 2 * last), last));
}

function modulo(g: Builder, x: Node, n: number): Node {
  return g.sub(x, g.mul(g.floor(g.div(x, n)), n));
}
