import { describe, expect, test } from "vitest";
import { countCategories } from "../../src/data/categories.ts";
import type { RawData, RawField } from "../../src/data/format.ts";
import { csv } from "../../src/data/formats/csv.ts";
import { locateIn } from "../../src/data/locate.ts";
import { instanceWithDefaults } from "../../src/words/instance-of.ts";
import { userError } from "./data-of.ts";
import { memoryHost } from "./memory-host.ts";

function read(
  content: string | Uint8Array,
  options: Readonly<Record<string, unknown>> = {},
): Promise<RawData> {
  const host = memoryHost({ "t.csv": content });
  const { params } = instanceWithDefaults(csv, { path: "t.csv", ...options });
  return csv.read({ host, locate: locateIn(host) }, params);
}

function sample(content: string, bytes: number) {
  const host = memoryHost({ "t.csv": content });
  const { params } = instanceWithDefaults(csv, { path: "t.csv" });
  return csv.sample({ host, locate: locateIn(host) }, params, bytes);
}

const valuesOf = <T>(field: RawField | undefined) => (field as RawField).values as T;
const plain = (data: RawData) =>
  Object.fromEntries(Object.entries(data.fields).map(([name, { values }]) => [name, [...values]]));

describe("a table", () => {
  test("has columns of numbers and of texts, with the line of each row", async () => {
    const data = await read('a, b ,name\n1,-2.5e1,x\n\n+.5,3.,"y, ""z"""\n');
    expect(plain(data)).toEqual({ a: [1, 0.5], b: [-25, 3], name: ["x", 'y, "z"'] });
    expect(data.fields.a).toMatchObject({ kind: "number", lines: Int32Array.of(2, 4) });
    expect(data.rows).toBe(2);
  });

  test("reads a byte order mark, \\r\\n, mixed line ends and quoted line breaks", async () => {
    const data = await read('\uFEFFa,b\r\n1,"two\nlines"\r\n3,x\n4,y');
    expect(plain(data)).toEqual({ a: [1, 3, 4], b: ["two\nlines", "x", "y"] });
    expect(data.fields.a).toMatchObject({ lines: Int32Array.of(2, 4, 5) });
  });

  test("knows missing values, blanks around values, and spellings that a number would lose", async () => {
    const data = await read("n,t\n NA ,01\n2,1.50\n?, x \n4,\n");
    expect(plain(data)).toEqual({ n: [Number.NaN, 2, Number.NaN, 4], t: ["01", "1.50", "x", undefined] });
  });

  test.each(["0x10", "Infinity", "1e999", "1,5", "1 2", "--1", "."])("takes %s for a text", async (text) => {
    const data = await read(`a;b\n1;2\n${text};3\n`, { separator: ";" });
    expect(data.fields.a?.kind).toBe("text");
    expect(data.fields.b?.kind).toBe("number");
  });

  test("takes its options", async () => {
    expect(plain(await read("1;2\n3;-\n", { separator: ";", header: false, missing: ["-"] }))).toEqual({
      c1: [1, 3],
      c2: [2, Number.NaN],
    });
    expect(plain(await read('# of "ours\na\tb\n# more\n1\t2\n', { separator: "\t", comment: "#" }))).toEqual({
      a: [1],
      b: [2],
    });
    expect(plain(await read('a\n5" pipe\n', { quote: null }))).toEqual({ a: ['5" pipe'] });
  });

  test("keeps every row where the file is longer than a block", async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i},"a\n${i}",é`);
    const data = await read(`n,t,u\n${rows.join("\n")}\n`);
    expect(data.rows).toBe(60_000);
    expect(valuesOf<Float64Array>(data.fields.n).every((value, i) => value === i)).toBe(true);
    expect(data.fields.t?.values[59_999]).toBe("a\n59999");
    expect(valuesOf<string[]>(data.fields.u).every((value) => value === "é")).toBe(true);
    expect(data.fields.n).toMatchObject({ kind: "number" });
    expect((data.fields.n as { lines: Int32Array }).lines[59_999]).toBe(2 + 2 * 59_999);
  });

  const sorted = (value: (row: number) => string, rows = 100_000) =>
    `n,t\n${Array.from({ length: rows }, (_, i) => `${Math.floor((10 * i) / rows)},${value(i)}`).join("\n")}\n`;

  test("is sampled at many places, whole rows only: sorted classes keep their shares", async () => {
    const { data, rows, complete } = await sample(
      sorted(() => "abcdéfgh"),
      500_003,
    );
    expect(complete).toBe(false);
    expect(Math.abs(rows - 100_000)).toBeLessThan(200);
    expect(new Set(valuesOf<string[]>(data.fields.t))).toEqual(new Set(["abcdéfgh"]));
    const counts = countCategories(data.fields.n as RawField);
    expect(counts?.runs).toBe(10);
    for (const count of counts?.counts ?? []) expect(count / data.rows).toBeCloseTo(0.1, 1);
    expect(data.rows).toBeGreaterThan(17_000);
  });

  test.each([
    ["go over several lines", sorted((i) => `"a\n,${i}"`)],
    ["are as long as a place", sorted(() => "x".repeat(20_000), 100)],
  ])("is sampled from its beginning where rows %s", async (_, text) => {
    const { data } = await sample(text, 500_003);
    expect(Math.max(...valuesOf<number[]>(data.fields.n))).toBeLessThan(6);
    expect(data.rows).toBeGreaterThan(20);
  });

  test("tells a mistake of its beginning by the line", async () => {
    const error = await userError(sample(`a,b\n1\n${"1,2\n".repeat(50_000)}`, 100_000));
    expect(error.place).toBe("t.csv:2");
  });
});

describe("no table", () => {
  const zip = Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0);
  test.each([
    { name: "nothing", content: "", message: "t.csv is empty: it has no header and no rows" },
    { name: "blank lines", content: "\n \n", message: "t.csv is empty: it has no header and no rows" },
    { name: "a header alone", content: "a,b\n", message: "t.csv has a header but no rows" },
    {
      name: "a short row",
      content: "a,b\n1,2\n\n3\n",
      message: "line 4 of t.csv has 1 value, but there are 2 columns",
    },
    {
      name: "a long row",
      content: "a,b\n1,2,3\n",
      message: "line 2 of t.csv has 3 values, but there are 2 columns",
    },
    { name: "a name twice", content: "a,b,a\n1,2,3\n", message: 't.csv has two columns called "a"' },
    {
      name: "an open quote",
      content: 'a,b\n1,"2\n3,4\n',
      message: "a quoted value of t.csv is never closed (the file ends on line 3)",
    },
    {
      name: "a quote inside",
      content: 'a,b\n1,2\n1,x"y\n',
      message: "a quote stands in the middle of a value on line 3 of t.csv",
    },
    {
      name: "an Excel workbook",
      content: zip,
      message: "t.csv is a zip archive or an Excel workbook, not a table of text",
    },
    {
      name: "binary data",
      content: Uint8Array.of(65, 44, 0, 10),
      message: "t.csv is a binary file, not a table of text",
    },
    {
      name: "UTF-16",
      content: Uint8Array.of(0xff, 0xfe, 65, 0),
      message: "t.csv is UTF-16 text, not a table of text",
    },
  ])("$name is refused in one sentence", async ({ content, message }) => {
    const error = await userError(read(content));
    expect(error.message).toBe(message);
    expect(error.exitCode).toBe(2);
    expect(error.place).toMatch(/^t\.csv/);
  });
});
