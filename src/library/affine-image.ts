/** Images under affine maps: each new pixel is read where the map sends it. */
import type { Node } from "../tensor/node.ts";
import { dataFormat } from "./data-format.ts";
import { type Images, seedParam } from "./image-layer.ts";
import { fillModeParam, fillValueParam, type Sampling, sampleImage, samplingParam } from "./sample-image.ts";

/** The last parameters of layers that move whole images. */
export const affineTail = {
  fill_mode: fillModeParam,
  interpolation: samplingParam,
  seed: seedParam,
  fill_value: fillValueParam,
  data_format: dataFormat,
} as const;

/** `x' = a0 x + a1 y + a2`, `y' = b0 x + b1 y + b2`; a number holds for all images, a node has one for each, `[batch, 1, 1]`. */
export interface AffineMap {
  readonly a: readonly [Node | number, Node | number, Node | number];
  readonly b: readonly [Node | number, Node | number, Node | number];
}

export interface SamplingParams {
  readonly interpolation: Sampling["interpolation"];
  readonly fill_mode: Sampling["mode"];
  readonly fill_value: number;
}

export function affineImage<P extends SamplingParams>(images: Images<P>, { a, b }: AffineMap): Node {
  const { g, x, batch, height, width, params } = images;
  const column = g.iota([batch, height, width], 2, x.dtype);
  const row = g.iota([batch, height, width], 1, x.dtype);
  const along = ([across, down, offset]: AffineMap["a"]): Node =>
    g.add(g.add(g.mul(across, column), g.mul(down, row)), offset);
  const { interpolation, fill_mode: mode, fill_value: fill } = params;
  return sampleImage(g, x, { x: along(a), y: along(b) }, { interpolation, mode, fill });
}
