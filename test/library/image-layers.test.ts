/** What random image layers draw, and what Keras cannot be asked to repeat: its random numbers are others. */
import { describe, expect, test } from "vitest";
import { homography } from "../../src/library/homography.ts";
import type { LayerDefinition } from "../../src/library/layer.ts";
import { sampleImage } from "../../src/library/sample-image.ts";
import type { Node } from "../../src/tensor/node.ts";
import { keyOf } from "../../src/tensor/random.ts";
import type { Tensor } from "../../src/tensor/types.ts";
import { g, lowerLayer, run, tensorOf } from "./compute.ts";
import { readWord } from "./read-word.ts";

/** Images with a number of its own in every pixel, each the last one plus 100. */
function images(batch: number, height: number, width: number, channels = 1): Tensor {
  const values = Float32Array.from({ length: batch * height * width * channels }, (_, i) => {
    const within = height * width * channels;
    return 100 * Math.floor(i / within) + (i % within);
  });
  return { shape: [batch, height, width, channels], dtype: "f32", values };
}

function apply(source: string, x: Tensor, training = true): number[][] {
  const layer = readWord<LayerDefinition>("layer", source);
  const keyed = (purpose: string) => keyOf(3, purpose, "layer");
  const { y } = lowerLayer(layer, x.shape, { training, keyOf: keyed });
  const values = [...(run([y], { x, step: tensorOf(1, "i32") })[0]?.values ?? [])];
  const size = values.length / (x.shape[0] as number);
  return Array.from({ length: x.shape[0] as number }, (_, i) => values.slice(i * size, (i + 1) * size));
}

const rowsOf = (x: Tensor): number[][] => {
  const size = x.values.length / (x.shape[0] as number);
  return Array.from({ length: x.shape[0] as number }, (_, i) => [
    ...x.values.slice(i * size, (i + 1) * size),
  ]);
};

describe("random image layers", () => {
  test("RandomFlip mirrors about half of the images and leaves the others", () => {
    const x = images(200, 2, 3);
    const flipped = apply("RandomFlip(horizontal)", x).map((row, i) => {
      const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = rowsOf(x)[i] as number[];
      if (row[0] === a) expect(row).toEqual([a, b, c, d, e, f]);
      else expect(row).toEqual([c, b, a, f, e, d]);
      return row[0] === a ? 0 : 1;
    });
    const share = flipped.reduce((sum: number, one) => sum + one, 0) / 200;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  test("RandomCrop takes one window of all images while training, and the middle else", () => {
    const x = images(3, 6, 7);
    const windows = apply("RandomCrop(2, 3)", x);
    const corner = windows[0]?.[0] as number;
    expect(corner % 7).toBeLessThanOrEqual(4);
    windows.forEach((row, i) => {
      const at = 100 * i + corner;
      expect(row).toEqual([at, at + 1, at + 2, at + 7, at + 8, at + 9]);
    });
    expect(apply("RandomCrop(6, 7)", x, false)).toEqual(rowsOf(x));
  });

  test("RandomShear leans either way", () => {
    const x = images(60, 3, 3);
    const leaning = apply("RandomShear([1, 1], fill_mode = nearest)", x).map(
      (row, i) => row[3] === 100 * i + 4,
    );
    // A row further down is read one column to the right, or to the left.
    expect(new Set(leaning).size).toBe(2);
  });

  test("RandomErasing covers about the share that it says, with what it says", () => {
    const covered = apply("RandomErasing([1, 1], [0.25, 0.25], -1, [-1, 255])", images(40, 20, 20)).map(
      (row) => row.filter((value) => value === -1).length,
    );
    for (const pixels of covered) {
      expect(pixels).toBeGreaterThanOrEqual(100);
      expect(pixels).toBeLessThanOrEqual(121);
    }
    expect(new Set(apply("RandomErasing([1, 1], [0.25, 0.25], -1)", images(40, 20, 20)).flat()).has(-1)).toBe(
      false,
    );
  });

  test("RandomContrast draws between its ends", () => {
    const x = images(50, 2, 2);
    for (const [i, row] of apply("RandomContrast([0.5, 0.2], [-1e6, 1e6])", x).entries()) {
      const spread = ((row[3] as number) - (row[0] as number)) / 3;
      expect(spread, `image ${i}`).toBeGreaterThanOrEqual(0.8 - 1e-3);
      expect(spread, `image ${i}`).toBeLessThanOrEqual(1.5 + 1e-3);
    }
  });

  test("RandomElasticTransform and RandomPerspective of nothing leave images as they are", () => {
    const x = images(3, 5, 4);
    expect(apply("RandomElasticTransform([1, 1], 0)", x)).toEqual(rowsOf(x));
    apply("RandomPerspective([1, 1], 0)", x).forEach((row, i) => {
      row.forEach((value, k) => {
        expect(value).toBeCloseTo(rowsOf(x)[i]?.[k] as number, 3);
      });
    });
  });
});

test("a homography sends corners that moved back to where they were", () => {
  const number = (value: number): Node => g.constant(value, [1, 1, 1], "f64");
  const corners = [
    { from: [0, 0], to: [0.5, 0.25] },
    { from: [4, 0], to: [3.5, -0.5] },
    { from: [0, 3], to: [-1, 3.5] },
    { from: [4, 3], to: [4.5, 2] },
  ] as const;
  const map = homography(
    g,
    corners.map(({ from, to }) => ({ from, to: [number(to[0]), number(to[1])] as const })),
  );
  for (const { from, to } of corners) {
    const { x, y } = map(number(to[0]), number(to[1]));
    const [u, v] = run([x, y], {});
    expect(
      [u?.values[0], v?.values[0]].map((value) => Math.round((value as number) * 1e9) / 1e9 + 0),
    ).toEqual(from);
  }
});

test.each([
  ["reflect", [2, 1, 0, 0, 1, 2, 2, 1, 0]],
  ["mirror", [1, 2, 1, 0, 1, 2, 1, 0, 1]],
  ["wrap", [0, 1, 2, 0, 1, 2, 0, 1, 2]],
  ["nearest", [0, 0, 0, 0, 1, 2, 2, 2, 2]],
  ["constant", [9, 9, 9, 0, 1, 2, 9, 9, 9]],
] as const)("beyond the edge: %s", (mode, wanted) => {
  const image = g.constant([0, 1, 2], [1, 1, 3, 1], "f32");
  const at = { y: g.constant(0, [1, 1, 9], "f32"), x: g.sub(g.iota([1, 1, 9], 2, "f32"), 3) };
  for (const interpolation of ["nearest", "bilinear"] as const) {
    const [row] = run([sampleImage(g, image, at, { interpolation, mode, fill: 9 })], {});
    expect([...(row?.values ?? [])]).toEqual(wanted);
  }
});
