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
});
