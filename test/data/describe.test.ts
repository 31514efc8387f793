import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { showDim, showShape, symbol } from "../../src/base/dim.ts";
import { describeData, sameRows } from "../../src/data/describe.ts";
import { locateIn } from "../../src/data/locate.ts";
import type { DataNames } from "../../src/data/planned.ts";
import { readDataHeader } from "../../src/data/read-header.ts";
import { showFinding, specOf } from "./data-of.ts";
import { memoryHost } from "./memory-host.ts";

const source = 'source = csv("t.csv")';

async function describeTable(section: string, table: string | undefined, names: Partial<DataNames> = {}) {
  const spec = specOf(`${source} ${section}`);
  const findings: Diagnostic[] = [];
  const host = memoryHost(table === undefined ? {} : { "t.csv": table });
  const header = table === undefined ? undefined : await readDataHeader(host, spec, locateIn(host));
  const all = { inputs: ["x"], outputs: ["y"], ...names };
  const found = describeData(spec, header, all, (finding) => findings.push(finding));
  return { ...found, findings: findings.map(showFinding), header };
}

const many = (row: (i: number) => string, count = 60) =>
  Array.from({ length: count }, (_, i) => row(i)).join("\n");

describe("a header", () => {
  test("counts, types and describes every column", async () => {
    const { header } = await describeTable("target = y", "n,t,m,y\n1,b,,0\n2,a,5,1\n2,b,NA,0\n3,,5,1\n");
    expect(header).toMatchObject({ source: "t.csv", rows: 4, sampled: false });
    expect(header?.fields).toEqual([
      {
        kind: "column",
        name: "n",
        type: "number",
        integer: true,
        missing: 0,
        statistics: { minimum: 1, maximum: 3, mean: 2, deviation: Math.sqrt(0.5) },
        categories: ["1", "2", "3"],
        counts: [1, 2, 1],
        runs: 3,
        pattern: expect.any(Number),
        ascending: true,
      },
      {
        kind: "column",
        name: "t",
        type: "text",
        integer: false,
        missing: 1,
        categories: ["a", "b"],
        counts: [1, 2],
        runs: 3,
        pattern: expect.any(Number),
        ascending: false,
      },
      expect.objectContaining({
        name: "m",
        missing: 2,
        statistics: { minimum: 5, maximum: 5, mean: 5, deviation: 0 },
      }),
      expect.objectContaining({ name: "y", integer: true }),
    ]);
  });
});

describe("what the data gives the inputs", () => {
  test.each([
    ["target = y", "[2]"],
    ["features = a target = y", "[1]"],
    ["features = { x = a } target = y", "[]"],
    ["features = { x = [a] } target = y", "[1]"],
    ["features = [a, onehot(b)] target = y", "[4]"],
  ])("%s: %s", async (section, shape) => {
    const { inputs, findings } = await describeTable(section, "a,b,y\n1,1,0\n2,2,1\n3,5,1\n");
    expect(findings).toEqual([]);
    expect(inputs.x && showShape(inputs.x.shape)).toBe(shape);
  });

  test.each([
    ["target = y", "[features]"],
    ["features = [a, b] target = y", "[2]"],
    ["features = [a, onehot(b)] target = y", "[categories(b) + 1]"],
    ["features = { x = a } target = y", "[]"],
  ])("%s: %s, without the file", async (section, shape) => {
    const { inputs } = await describeTable(section, undefined);
    expect(inputs.x && showShape(inputs.x.shape)).toBe(shape);
  });

  test("nothing where a column is in doubt, and nothing about arrays whose file is absent", async () => {
    expect((await describeTable("features = [a, q] target = y", "a,y\n1,0\n2,1\n")).inputs).toEqual({});
    const spec = specOf('source = idx("i", labels = "l")');
    expect(describeData(spec, undefined, { inputs: ["x"], outputs: ["y"] }, () => {}).inputs).toEqual({});
  });
});

describe("what the data asks of an output", () => {
  const kindOf = async (table: string, section = "features = a target = y", names: Partial<DataNames> = {}) =>
    (await describeTable(section, table, names)).outputs.y;

  test.each([
    ["names", many((i) => `${i},${["u", "v", "w"][i % 3]}`), { kind: "class", classes: 3 }],
    ["two numbers", "1,0\n2,1\n", { kind: "class", classes: 2 }],
    ["a few whole numbers", many((i) => `1,${3 + (i % 6)}`), { kind: "class", classes: 6 }],
    ["indices with a gap", many((i) => `1,${[0, 1, 2, 5][i % 4]}`), { kind: "class", classes: 6 }],
    ["many amounts", many((i) => `1,${i * 3 + 20}`), { kind: "real" }],
    ["as many whole numbers as rows", many((i) => `1,${i}`), { kind: "real" }],
    ["fractions", "1,0.5\n2,1\n", { kind: "real" }],
  ])("%s", async (_, rows, kind) => {
    expect((await kindOf(`a,y\n${rows}\n`))?.kind).toMatchObject(kind);
  });

  test("whole numbers are numbers where the loss asks for them, and indices where classes are declared", async () => {
    const table = `a,y\n${many((i) => `1,${i % 5}`)}\n`;
    expect((await kindOf(table))?.numeric).toBe(true);
    expect((await kindOf(table, undefined, { numberOutputs: ["y"] }))?.kind.kind).toBe("real");
    expect((await kindOf(table, undefined, { classes: { y: 12 } }))?.classes).toHaveLength(12);
  });

  test.each([
    ["1,0,0\n0,1,0\n0,0,1\n", "onehot"],
    ["1,1,0\n0,1,0\n0,0,0\n", "multilabel"],
    ["0.2,0.3,0.5\n0,1,0\n", "distribution"],
    ["0.2,0.3,0.9\n0,1,0\n", "real"],
    ["-1,1,1\n0,1,0\n", "real"],
  ])("a vector: %j is %s", async (rows, kind) => {
    const found = await kindOf(`p,q,r\n${rows}`, "features = p target = [p, q, r]");
    expect(found?.kind).toMatchObject({ kind, shape: [3] });
  });

  test("a transform decides", async () => {
    expect((await kindOf("a,y\n1,0\n2,1\n", "features = a target = zscore(y)"))?.kind.kind).toBe("real");
    expect((await kindOf("a,y\n1,u\n2,v\n", "features = a target = onehot(y)"))?.kind).toEqual({
      kind: "onehot",
      classes: 2,
      shape: [2],
    });
    const absent = await describeTable("target = onehot(y)", undefined);
    expect(absent.outputs.y?.kind).toMatchObject({ kind: "onehot", classes: symbol("categories(y)") });
  });
});

test("categories(column) is a number with the data and a symbol without", async () => {
  const known = await describeTable("target = y", "a.b,y\n1,u\n2,v\n5,w\n");
  expect(known.categories("y")).toBe(3);
  expect(known.categories("a_b")).toBe(3);
  expect(showDim((await describeTable("target = y", undefined)).categories("y"))).toBe("categories(y)");
});

test("rows fit where only axes of size 1 differ at the end", () => {
  expect(sameRows([28, 28, 1], [28, 28])).toBe(true);
  expect(sameRows([], [1])).toBe(true);
  expect(sameRows([28, 28], [784])).toBe(false);
  expect(sameRows([symbol("features")], [4])).toBe(false);
});
