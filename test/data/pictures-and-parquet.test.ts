/** Folders of pictures and Parquet tables: files of Pillow and pyarrow (make_image_fixtures.py), and damaged ones. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeImage } from "../../src/data/decode-image.ts";
import { images } from "../../src/data/formats/images.ts";
import { locateIn } from "../../src/data/locate.ts";
import { readDataHeader } from "../../src/data/read-header.ts";
import { resizeImage } from "../../src/data/resize-image.ts";
import { load, specOf, userError } from "./data-of.ts";
import { memoryHost } from "./memory-host.ts";

type Sample = readonly [base64: string, pixels: readonly number[]];

const fixtures = JSON.parse(
  readFileSync(new URL("fixtures/pictures-and-parquet.json", import.meta.url), "utf8"),
) as {
  readonly pngs: Readonly<Record<"colour" | "opacity" | "grey" | "palette" | "bits", Sample>>;
  readonly greyOfColour: readonly number[];
  readonly jpeg: Sample;
  readonly parquet: Readonly<Record<"none" | "snappy" | "gzip" | "zstd", string>>;
  readonly groups: string;
  readonly nested: string;
};

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));
const colour = bytesOf(fixtures.pngs.colour[0]);
const bits = bytesOf(fixtures.pngs.bits[0]);

/** keras.ops.image.resize, bilinear, of [[0, 100, 50], [200, 30, 255]]. */
const resized: readonly (readonly [height: number, width: number, values: readonly number[]])[] = [
  [3, 5, [0, 40, 100, 70, 50, 100, 86, 65, 117.5, 152.5, 200, 132, 30, 165, 255]],
  [1, 2, [91.25, 130.625]],
  [4, 2, [25, 62.5, 58.125, 96.562, 124.375, 164.688, 157.5, 198.75]],
];

describe("a picture", () => {
  test.each(Object.entries(fixtures.pngs))("PNG: %s", async (_, [file, pixels]) => {
    const picture = await decodeImage("a.png", bytesOf(file), 3);
    expect([picture.height, picture.width, picture.channels]).toEqual([6, 9, 3]);
    expect([...picture.values]).toEqual(pixels);
  });

  test("grey of a coloured one", async () => {
    const picture = await decodeImage("a.png", colour, 1);
    expect([...picture.values]).toEqual(fixtures.greyOfColour);
  });

  test("JPEG: within the rounding that decoders are free in", async () => {
    const { values } = await decodeImage("a.jpg", bytesOf(fixtures.jpeg[0]), 3);
    const gaps = fixtures.jpeg[1].map((value, i) => Math.abs(value - (values[i] as number)));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(3);
  });

  test.each(resized)("in %d × %d points is that of Keras", (height, width, wanted) => {
    const values = Uint8Array.of(0, 100, 50, 200, 30, 255);
    const picture = resizeImage({ height: 2, width: 3, channels: 1, values }, height, width);
    for (const [i, value] of wanted.entries()) {
      expect(Math.abs((picture.values[i] as number) - value)).toBeLessThanOrEqual(0.501);
    }
  });

  const huge = colour.slice();
  new DataView(huge.buffer).setUint32(16, 100_000);
  new DataView(huge.buffer).setUint32(20, 100_000);
  test.each([
    ["nothing", new Uint8Array(), "a.png is empty: 0 bytes"],
    ["a text", new TextEncoder().encode("hello"), "a.png is neither a PNG nor a JPEG image"],
    ["a cut PNG", colour.subarray(0, 60), "a.png cannot be read as an image: it is cut off or damaged"],
    ["a cut header", colour.subarray(0, 20), "a.png is cut off in its header"],
    [
      "a cut JPEG",
      bytesOf(fixtures.jpeg[0]).subarray(0, 200),
      "a.png cannot be read as an image: it is cut off or damaged",
    ],
    ["a trap for memory", huge, "a.png has more than 50 million points"],
  ])("with %s is one clear error", async (_, bytes, message) => {
    const error = await userError(decodeImage("a.png", bytes, 3));
    expect(error.message.startsWith(message), error.message).toBe(true);
    expect([error.place, error.exitCode]).toEqual(["a.png", 2]);
  });
});

describe("a folder of pictures", () => {
  const files = {
    "flowers/rose/a.png": colour,
    "flowers/rose/b.PNG": bits,
    "flowers/aster/c.png": bits,
    "flowers/notes.txt": "not a picture",
  };

  test("classes are folders, in order of name", async () => {
    const { train, preprocessing } = await load(
      'source = images("flowers/") normalize = scale(1 / 255)',
      files,
    );
    expect(train.features.x).toMatchObject({ rows: 3, shape: [6, 9, 3] });
    expect(preprocessing.targets.y).toMatchObject({ classes: ["aster", "rose"], coding: "index" });
    expect(Array.from(train.targets.y?.values ?? [])).toEqual([0, 1, 1]);
  });

  test("one size for all, and one channel", async () => {
    const { train } = await load('source = images("flowers", size = [4, 5], channels = 1)', files);
    expect(train.features.x?.shape).toEqual([4, 5, 1]);
  });

  test("the header has every class and some of the pictures", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 70 }, (_, i) => [`flowers/${i < 40 ? "a" : "b"}/${i}.png`, bits]),
    );
    const host = memoryHost(many);
    const header = await readDataHeader(host, specOf('source = images("flowers")'), locateIn(host));
    expect([header.rows, header.sampled]).toEqual([70, true]);
    expect(header.fields).toMatchObject([
      { name: "image", shape: [6, 9, 3], dtype: "u8" },
      { name: "kind", categories: ["a", "b"], counts: [40, 30] },
    ]);
  });

  test("a folder without classes, or one file, is enough for predictions", async () => {
    const host = memoryHost({ "new/1.png": colour, "new/2.png": bits });
    const read = (path: string) =>
      images.read({ host, locate: locateIn(host) }, { path, size: null, channels: 3 });
    expect((await read("new")).rows).toBe(2);
    const one = await read("new/1.png");
    expect([one.rows, Object.keys(one.fields)]).toEqual([1, ["image"]]);
  });

  test.each([
    ["no folder", {}, 'there is no folder "flowers/"'],
    ["no pictures", { "flowers/a.txt": "" }, "flowers/ holds no PNG or JPEG files"],
    [
      "loose pictures",
      { ...files, "flowers/d.png": bits },
      "flowers/ holds pictures beside its folders: flowers/d.png has no class",
    ],
    [
      "two sizes",
      { "flowers/a/a.png": colour, "flowers/a/b.jpg": bytesOf(fixtures.jpeg[0]), "flowers/b/c.png": small() },
      "flowers/b/c.png is 1 × 1 points, and flowers/a/a.png is 6 × 9: all must have one size",
    ],
  ])("with %s is one clear error", async (_, content, message) => {
    const error = await userError(load('source = images("flowers/")', content as Record<string, Uint8Array>));
    expect(error.message).toBe(message);
  });
});

/** One grey point. */
function small(): Uint8Array {
  return bytesOf(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
  );
}

describe("a Parquet table", () => {
  const header = (bytes: Uint8Array) => {
    const host = memoryHost({ "a.parquet": bytes });
    return readDataHeader(host, specOf('source = parquet("a.parquet")'), locateIn(host));
  };

  test.each(Object.entries(fixtures.parquet))("packed with %s", async (_, file) => {
    const { rows, fields } = await header(bytesOf(file));
    expect(rows).toBe(3);
    expect(fields).toMatchObject([
      { name: "id", type: "number", integer: true, missing: 0 },
      { name: "score", type: "number", missing: 2, statistics: { mean: 0.5 } },
      { name: "name", type: "text", missing: 1, categories: ["Turku", "Åbo"] },
      { name: "seen", categories: ["0", "1"], counts: [1, 2] },
      { name: "wave", kind: "array", shape: [2], dtype: "i32" },
    ]);
  });

  test("only some groups of rows are read for the header of a large one", async () => {
    const host = memoryHost({ "a.parquet": bytesOf(fixtures.groups) });
    const { parquet } = await import("../../src/data/formats/parquet.ts");
    const sample = await parquet.sample({ host, locate: locateIn(host) }, { path: "a.parquet" }, 2_000);
    expect([sample.rows, sample.data.rows, sample.complete]).toEqual([1200, 400, false]);
  });

  const sound = bytesOf(fixtures.parquet.snappy);
  test.each([
    ["nothing", new Uint8Array(), "a.parquet is empty: 0 bytes"],
    [
      "another file",
      new TextEncoder().encode("a,b\n1,2\n"),
      "a.parquet is not a Parquet file: it does not begin with PAR1",
    ],
    ["a cut end", sound.subarray(0, sound.length - 50), "a.parquet cannot be read: it is cut off or damaged"],
    [
      "damaged pages",
      Uint8Array.from(sound, (byte, i) => (i > 10 && i < 60 ? 255 : byte)),
      "a.parquet cannot be read",
    ],
    ["records in records", bytesOf(fixtures.nested), "row 1 of a.parquet: a holds an object"],
  ])("with %s is one clear error", async (_, bytes, message) => {
    const error = await userError(header(bytes));
    expect(error.message.startsWith(message), error.message).toBe(true);
    expect(error.exitCode).toBe(2);
  });
});
