/** What the header says of validation and test sources beside the first, and of the order of rows. */
import { describe, expect, test } from "vitest";
import { locateIn } from "../../src/data/locate.ts";
import { readDataHeader } from "../../src/data/read-header.ts";
import { specOf } from "./data-of.ts";
import { memoryHost } from "./memory-host.ts";

const header = (section: string, files: Readonly<Record<string, string | Uint8Array>>) => {
  const host = memoryHost(files);
  return readDataHeader(host, specOf(section), locateIn(host));
};

describe("a header", () => {
  test("counts rows that two sources share, whatever the order of columns", async () => {
    const { parts, repeated } = await header(
      'source = csv("a.csv") validation = csv("b.csv") test = csv("c.csv")',
      {
        "a.csv": "x,y\n1,no\n2,yes\n3,no\n3,no\n",
        "b.csv": "y,x\nyes,2\nyes,3\nno,1\n",
        "c.csv": "x,y,z\n100,no,1\n200,yes,2\n",
      },
    );
    expect(parts).toMatchObject({
      validation: { source: "b.csv", rows: 3, compared: 3, shared: 2 },
      test: { rows: 2, shared: 0, fields: [{ name: "x", statistics: { mean: 150 } }, {}, {}] },
    });
    expect(repeated).toBe(0.25);
  });

  test("compares arrays by their values", async () => {
    const line = (...wave: number[]) => JSON.stringify({ wave, y: 0 });
    const { parts } = await header('source = jsonl("a.jsonl") test = jsonl("b.jsonl")', {
      "a.jsonl": [line(1, 2.5), line(3, 4)].join("\n"),
      "b.jsonl": [line(3, 4), line(4, 3), line(1, 2.25)].join("\n"),
    });
    expect(parts?.test).toMatchObject({ compared: 3, shared: 1 });
  });

  test("goes on without a part that is not there", async () => {
    const { parts } = await header('source = csv("a.csv") test = csv("b.csv")', { "a.csv": "x,y\n1,2\n" });
    expect(parts).toBeUndefined();
  });

  test("tells sorted rows from mixed ones", async () => {
    const { fields } = await header('source = csv("a.csv")', { "a.csv": "x,y\n1,a\n1,b\n2,a\n2,b\n,b\n" });
    expect(fields.map(({ runs, counts }) => [runs, counts?.length])).toEqual([
      [2, 2],
      [4, 2],
    ]);
  });

  const digits = (i: number, of: number) => Math.floor(of * ((Math.sin(i + of) * 1e4) % 1) ** 2);
  const table = (head: string, row: (i: number) => string, copies: number) => {
    const rows = Array.from({ length: 300 }, (_, i) => row(i));
    return `${head}\n${[...rows, ...rows.slice(0, copies)].join("\n")}\n`;
  };
  const fine = (i: number) => `${Math.sin(i)},${digits(i, 50)},${digits(i, 2)}`;
  const coarse = (i: number) => `${i % 40},${digits(i, 300)},${digits(i + 9, 200)},${digits(i, 3)}`;

  test.each([
    ["a fine column", table("x,k,y", fine, 60), 1 / 6],
    ["few copies", table("x,k,y", fine, 2), 0],
    ["no copies", table("x,k,y", fine, 0), 0],
    ["coarse columns that tell rows apart together", table("a,b,c,y", coarse, 60), 1 / 6],
    ["answers", table("a,b,y", (i) => `${digits(i, 3)},${digits(i + 1, 4)},${digits(i, 2)}`, 0), 0],
    [
      "votes that go together",
      table(
        "a,b,c,d,e,f,y",
        (i) => (digits(i, 2) ? "1,1,1,1,1,1,1" : `${[3, 4, 5, 6, 7, 8].map((of) => digits(i, of) % 2)},0`),
        0,
      ),
      0,
    ],
    [
      "a truth table",
      table(
        "a,b,y",
        (i) =>
          [
            [0, 0, 0],
            [0, 1, 1],
            [1, 0, 1],
            [1, 1, 0],
          ][i % 4]?.join() ?? "",
        0,
      ),
      0,
    ],
    [
      "whole numbers and their squares",
      table("x,y", (i) => `${digits(i, 500)},${digits(i, 500) ** 2}`, 0),
      0,
    ],
  ])("tells copies from rows that are equal by chance: %s", async (_, text, share) => {
    const section = 'source = csv("a.csv") target = y split = [0.8, 0.2]';
    expect((await header(section, { "a.csv": text })).copied).toBeCloseTo(share, 9);
  });

  test("looks for copies where a split deals rows out, in the columns that are used", async () => {
    const text = table("x,k,y", fine, 60).replaceAll("\n", (_, at: number) => `,${at}\n`);
    const copiedOf = async (more: string) =>
      (await header(`source = csv("a.csv") target = y ${more}`, { "a.csv": text })).copied;
    expect(await copiedOf("features = [x, k] split = [0.8, 0.2]")).toBeCloseTo(1 / 6, 9);
    expect(await copiedOf("split = [0.8, 0.2]")).toBe(0);
    expect(
      await copiedOf("features = [x] split = { train = 0.8, validation = 0.2, by = k }"),
    ).toBeUndefined();
    expect(
      await copiedOf("features = [x] split = { train = 0.8, test = 0.2, shuffle = false }"),
    ).toBeUndefined();
  });
});
