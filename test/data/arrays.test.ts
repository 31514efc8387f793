/** NPY and NPZ: files that NumPy wrote (make_array_fixtures.py), and damaged ones. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { RawField } from "../../src/data/format.ts";
import { npy } from "../../src/data/formats/npy.ts";
import { npz } from "../../src/data/formats/npz.ts";
import { locateIn } from "../../src/data/locate.ts";
import { readDataHeader } from "../../src/data/read-header.ts";
import { load, specOf, userError } from "./data-of.ts";
import { memoryHost } from "./memory-host.ts";

interface Fixtures {
  readonly arrays: Readonly<Record<string, string>>;
  readonly values: readonly number[];
  readonly refused: Readonly<Record<string, string>>;
  readonly halvesAsText: readonly string[];
  readonly fortran: string;
  readonly column: string;
  readonly halves: string;
  readonly npz: string;
  readonly npzPacked: string;
  readonly mnist: string;
  readonly bomb: string;
}

const fixtures = JSON.parse(
  readFileSync(new URL("fixtures/arrays.json", import.meta.url), "utf8"),
) as Fixtures;

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

async function fieldOf(bytes: Uint8Array): Promise<RawField> {
  const host = memoryHost({ "a.npy": bytes });
  const { fields } = await npy.read({ host, locate: locateIn(host) }, { path: "a.npy", name: "x" });
  return fields.x as RawField;
}

describe("NPY", () => {
  test.each(Object.entries(fixtures.arrays))("values of type %s", async (type, base64) => {
    const field = await fieldOf(bytesOf(base64));
    const wanted = type === "?" ? fixtures.values.map((value) => (value === 0 ? 0 : 1)) : fixtures.values;
    expect(field).toMatchObject({ kind: "array", shape: [2, 3] });
    expect([...(field.values as ArrayLike<number> & Iterable<number>)]).toEqual(wanted);
  });

  test("the order of Fortran becomes rows", async () => {
    const field = await fieldOf(bytesOf(fixtures.fortran));
    expect([...(field.values as Iterable<number>)]).toEqual(fixtures.values);
  });

  test("an array of one axis is a column, whose NaN is a missing value", async () => {
    const field = await fieldOf(bytesOf(fixtures.column));
    expect(field.kind).toBe("number");
    const bare = 'source = npy("a.npy") features = x target = x';
    const error = await userError(load(bare, { "a.npy": bytesOf(fixtures.column) }));
    expect(error.message).toBe("column x of a.npy has a missing value");
    expect(error.place).toBe("row 2 of a.npy");
    const filled = await load(`${bare} missing = drop`, { "a.npy": bytesOf(fixtures.column) });
    expect([...(filled.train.features.x?.values ?? [])]).toEqual([1.5, -2]);
  });

  test("half precision", async () => {
    const { values } = await fieldOf(bytesOf(fixtures.halves));
    const wanted = fixtures.halvesAsText.map((text) => Number(text.replace("inf", "Infinity")));
    expect([...(values as Iterable<number>)]).toEqual(wanted);
  });

  test("its array has the name that the section gives it", async () => {
    const files = { "a.npy": bytesOf(fixtures.arrays["<f4"] as string) };
    const host = memoryHost(files);
    const spec = specOf('source = npy("a.npy") features = picture target = picture');
    const header = await readDataHeader(host, spec, locateIn(host));
    expect(header.fields.map(({ name }) => name)).toEqual(["picture"]);
    const { train } = await load('source = npy("a.npy") features = picture target = picture', files);
    expect(train.features.x).toMatchObject({ rows: 2, shape: [2, 3] });
    expect(train.targets.y).toMatchObject({ rows: 2, shape: [2, 3] });
  });

  test.each([
    [
      "object",
      "Python objects (dtype object), which are programs and not data: reading them would run what the file says",
    ],
    ["complex", "complex numbers"],
    ["date", "dates or times"],
    ["text", "texts"],
    ["record", "records of several fields"],
    ["scalar", "a single value, not rows: it has no axes"],
  ])("refuses %s", async (name, what) => {
    const error = await userError(fieldOf(bytesOf(fixtures.refused[name] as string)));
    expect(error.message).toBe(`a.npy holds ${what}`);
    expect(error.help).toBeDefined();
  });

  const sound = bytesOf(fixtures.arrays["<f8"] as string);
  const changed = (from: string, to: string) => {
    const text = Buffer.from(sound).toString("latin1");
    return new Uint8Array(Buffer.from(text.replace(from, to), "latin1"));
  };
  test.each([
    ["nothing", new Uint8Array(), "a.npy is empty: 0 bytes"],
    [
      "another file",
      new TextEncoder().encode("a,b\n1,2\n"),
      "a.npy is not a file of numpy.save: it begins with the bytes 61 2c 62 0a 31 2c",
    ],
    ["a cut header", sound.subarray(0, 40), "a.npy is cut off in its header"],
    [
      "cut values",
      sound.subarray(0, 180),
      "a.npy is cut off: 96 bytes of values are expected for the shape (2, 2, 3), 52 are there",
    ],
    [
      "values too many",
      new Uint8Array([...sound, 0]),
      "a.npy has too many bytes: 96 bytes of values are expected for the shape (2, 2, 3), 97 are there",
    ],
    ["no rows", bytesOf(fixtures.refused.empty as string), "a.npy has no rows: its shape is (0, 3)"],
    [
      "a huge shape",
      changed("(2, 2, 3), ", "(9000000, 9000),").subarray(0),
      "a.npy announces 9000000 × 9000 values, more than the 2^31 that an array may hold",
    ],
    ["a header that is none", changed("'descr'", "'desc_'"), "a.npy has a header that cannot be read"],
  ])("with %s is one clear error", async (_, bytes, message) => {
    const error = await userError(fieldOf(bytes));
    expect(error.message.startsWith(message), error.message).toBe(true);
    expect(error.exitCode).toBe(2);
  });
});

describe("NPZ", () => {
  const section = 'source = npz("a.npz") features = images target = label';

  test.each(["npz", "npzPacked"] as const)("%s: arrays by their names", async (name) => {
    const { train, preprocessing } = await load(section, { "a.npz": bytesOf(fixtures[name]) });
    expect(train.features.x).toMatchObject({ rows: 4, shape: [3, 2] });
    expect([...(train.features.x?.values ?? [])]).toEqual(Array.from({ length: 24 }, (_, i) => i));
    expect(preprocessing.targets.y).toMatchObject({ classes: ["0", "1"], coding: "index" });
  });

  test("a suffix chooses arrays", async () => {
    const files = { "m.npz": bytesOf(fixtures.mnist) };
    const text =
      'source = npz("m.npz", suffix = "_train") test = npz("m.npz", suffix = "_test") features = x target = y';
    const data = await load(text, files, { numberOutputs: ["y"] });
    expect([data.train.rows, data.test?.rows]).toEqual([4, 2]);
    const error = await userError(load('source = npz("m.npz") features = x_train target = y_train', files));
    expect(error.message).toBe(
      "the arrays of m.npz have different numbers of rows: x_train 4, y_train 4, x_test 2, y_test 2",
    );
    expect(error.help).toContain("suffix");
  });

  test("only the start of large arrays is read for the header", async () => {
    const host = memoryHost({ "a.npz": bytesOf(fixtures.bomb) });
    const { data, rows, complete } = await npz.sample(
      { host, locate: locateIn(host) },
      { path: "a.npz", suffix: "" },
      200_000,
    );
    expect([rows, complete]).toEqual([40, false]);
    expect(data.fields.images?.values.length).toBe(100_000 - (100_000 % 10_000) - 10_000);
    expect(data.fields.label?.values.length).toBe(40);
  });

  const sound = bytesOf(fixtures.npzPacked);
  const at = (offset: number, value: number) =>
    Uint8Array.from(sound, (byte, i) => (i === offset ? value : byte));
  test.each([
    ["nothing", new Uint8Array(), "a.npz is empty: 0 bytes"],
    [
      "another file",
      new TextEncoder().encode("a,b\n1,2\n"),
      "a.npz is no zip archive, or its end is cut off",
    ],
    ["a cut end", sound.subarray(0, sound.length - 30), "a.npz is no zip archive, or its end is cut off"],
    ["damaged data", at(80, 255), "images.npy in a.npz"],
    [
      "a directory elsewhere",
      at(sound.length - 6, 1),
      "a.npz is damaged: its directory does not fit its size",
    ],
  ])("with %s is one clear error", async (_, bytes, message) => {
    const error = await userError(load(section, { "a.npz": bytes }));
    expect(error.message.startsWith(message), error.message).toBe(true);
  });

  test("a member that unpacks to more than it announces ends there", async () => {
    // The size in the directory is made too small: what is announced must agree with the array's own header.
    const bomb = bytesOf(fixtures.bomb);
    const view = new DataView(bomb.buffer);
    const directory = view.getUint32(bomb.length - 6, true);
    view.setUint32(directory + 24, 5_000, true);
    const error = await userError(load(section, { "a.npz": bomb }));
    expect(error.message).toBe(
      "images of a.npz is cut off: 400000 bytes of values are expected for the shape (40, 100, 100), 4872 are there",
    );
  });
});
