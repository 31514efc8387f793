import type { Node } from "../../tensor/node.ts";
import { integers } from "../../words/list-types.ts";
import { number, param } from "../../words/param-types.ts";
import { dataFormat } from "../data-format.ts";
import { histograms, runningSums } from "../histogram.ts";
import { defineImageLayer, type Images } from "../image-layer.ts";
import { sampleImage } from "../sample-image.ts";
import { bytes, rescale, valueRangeParam } from "../value-range.ts";

const bins = 256;

export const contrastLimitedAdaptiveHistogramEqualization = defineImageLayer({
  name: "ContrastLimitedAdaptiveHistogramEqualization",
  doc: "Spreads the shades of each part of an image by itself, with a limit to how much one shade may be stretched. For pictures that are dark in one corner and bright in another, X-rays among them. Formula: Zuiderveld, Contrast limited adaptive histogram equalization (1994).",
  params: {
    value_range: valueRangeParam,
    clip_limit: param(number({ min: 0 }), "times the mean count that one shade may have; 0 for no limit", 4),
    tile_grid_size: param(integers(2), "number of parts down and across", [8, 8]),
    data_format: dataFormat,
  },
  acts: "always",
  transform(images) {
    const { g, x, height, width, channels, batch, params } = images;
    const [down = 1, across = 1] = params.tile_grid_size;
    const [tall, wide] = [Math.ceil(height / down), Math.ceil(width / across)];
    const padded = mirroredTo(images, rescale(g, x, params.value_range, bytes), tall * down, wide * across);
    const shade = g.cast(g.min(g.max(padded, 0), 255), "i32");
    const axis = (which: number): Node => g.iota(padded.shape, which, x.dtype);
    const tile = (which: number, size: number): Node => g.cast(g.floor(g.div(axis(which), size)), "i32");
    const image = g.iota(padded.shape, 0, "i32");
    const channel = g.iota(padded.shape, 3, "i32");
    const groupOf = (row: Node, column: Node): Node =>
      g.add(g.mul(g.add(g.mul(g.add(g.mul(image, down), row), across), column), channels), channel);
    const group = groupOf(tile(1, tall), tile(2, wide));
    const counts = histograms(g, { shade, group, groups: batch * down * across * channels, bins }, x);
    const curve = g.reshape(curves(images, counts, tall * wide), [(counts.shape[0] as number) * bins]);

    // The curve at a pixel is the mean of those of the four parts whose middles are nearest.
    const at = (which: number, size: number) => g.div(g.sub(axis(which), size / 2), size);
    const read = (row: Node, column: Node): Node => {
      const rowOf = g.cast(g.min(g.max(row, 0), down - 1), "i32");
      const columnOf = g.cast(g.min(g.max(column, 0), across - 1), "i32");
      return g.gather(curve, g.add(g.mul(groupOf(rowOf, columnOf), bins), shade));
    };
    const [y, z] = [at(1, tall), at(2, wide)];
    const [top, left] = [g.floor(y), g.floor(z)];
    const [low, right] = [g.sub(y, top), g.sub(z, left)];
    const row = (of: Node): Node =>
      g.add(g.mul(read(of, left), g.sub(1, right)), g.mul(read(of, g.add(left, 1)), right));
    const result = g.add(g.mul(row(top), g.sub(1, low)), g.mul(row(g.add(top, 1)), low));
    return rescale(g, g.slice(result, [0, 0, 0, 0], x.shape), bytes, params.value_range);
  },
  facts: { nonlinear: true, rescales: true },
  examples: [
    {
      source: "ContrastLimitedAdaptiveHistogramEqualization([-1, 1], 4, [2, 2])",
      input: [7, 6, 1],
      output: [7, 6, 1],
      parameters: 0,
    },
    {
      source: "ContrastLimitedAdaptiveHistogramEqualization(clip_limit = 0, tile_grid_size = 1)",
      input: [2, 2, 1],
      output: [2, 2, 1],
      parameters: 0,
    },
  ],
});

/** Rows and columns beyond the edge are the last ones again, backwards. */
function mirroredTo(
  { g, x: { dtype }, height, width, batch }: Images<unknown>,
  x: Node,
  tall: number,
  wide: number,
): Node {
  if (tall === height && wide === width) return x;
  const at = { y: g.iota([batch, tall, wide], 1, dtype), x: g.iota([batch, tall, wide], 2, dtype) };
  return sampleImage(g, x, at, { interpolation: "nearest", mode: "reflect", fill: 0 });
}

/** Shades as they become, `[groups, bins]`, from their counts over `pixels` pixels. */
function curves({ g, params }: Images<{ readonly clip_limit: number }>, counts: Node, pixels: number): Node {
  const limit = (params.clip_limit * pixels) / bins;
  const clipped = g.min(counts, limit);
  const excess = g.sum(g.sub(counts, clipped), [1], true);
  const limited = params.clip_limit === 0 ? counts : g.add(clipped, g.div(excess, bins));
  const sums = runningSums(g, limited);
  const least = g.reduceMin(sums, [1], true);
  const rest = g.sub(pixels, least);
  const curve = g.div(g.mul(g.sub(sums, least), 255), g.where(g.equal(rest, 0), 1, rest));
  return g.min(g.max(curve, 0), 255);
}
