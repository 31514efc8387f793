import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FindingsError } from "../../src/base/user-error.ts";
import { applyFeatures, decodeTarget, labelOf, transformsOf } from "../../src/data/apply.ts";
import type { RowArray } from "../../src/data/dataset.ts";
import { csv } from "../../src/data/formats/csv.ts";
import { locateIn } from "../../src/data/locate.ts";
import { instanceWithDefaults } from "../../src/words/instance-of.ts";
import { load, showFinding, userError, vocabulary } from "./data-of.ts";
import { memoryHost } from "./memory-host.ts";

const source = 'source = csv("t.csv")';
const values = (array: RowArray | undefined) => [...(array?.values ?? [])];
const files = (content: string, others: Record<string, string> = {}) => ({ "t.csv": content, ...others });

async function rawRows(content: string) {
  const host = memoryHost({ "rows.csv": content });
  const { params } = instanceWithDefaults(csv, { path: "rows.csv" });
  return csv.read({ host, locate: locateIn(host) }, params);
}

const context = { source: "rows.csv", float: "f64", transform: transformsOf(vocabulary) } as const;

describe("rows", () => {
  test("of all columns but the target stand side by side; names are classes in sorted order", async () => {
    const data = await load(`${source} target = kind`, files("a,kind,b\n1,pos,2\n3,neg,4\n5,pos,6\n"));
    expect(data.train.features.x).toEqual({ rows: 3, shape: [2], values: Float64Array.of(1, 2, 3, 4, 5, 6) });
    expect(data.train.targets.y).toEqual({ rows: 3, shape: [], values: Int32Array.of(1, 0, 1) });
    expect(data.preprocessing.targets.y?.classes).toEqual(["neg", "pos"]);
    expect(data.validation).toBeUndefined();
  });

  test("of f32 runs are f32", async () => {
    const data = await load(`${source} target = y`, files("a,y\n0.1,0.2\n"), { float: "f32" });
    expect(data.train.features.x?.values).toEqual(Float32Array.of(0.1));
    expect(data.train.targets.y?.values).toEqual(Float32Array.of(0.2));
  });

  test("of one-hot columns have classes, of labels that may be set together none", async () => {
    const loadPair = (rows: string) => load(`${source} features = p target = [p, q]`, files(`p,q\n${rows}`));
    expect((await loadPair("1,0\n0,1\n")).preprocessing.targets.y).toMatchObject({
      classes: ["p", "q"],
      shape: [2],
    });
    expect((await loadPair("1,1\n0,1\n")).preprocessing.targets.y).not.toHaveProperty("classes");
  });

  test("of whole numbers are numbers where the loss asks for them", async () => {
    const table = files("a,y\n1,3\n2,7\n3,3\n4,7\n");
    expect(values((await load(`${source} target = y`, table)).train.targets.y)).toEqual([0, 1, 0, 1]);
    const data = await load(`${source} target = y`, table, { numberOutputs: ["y"] });
    expect(data.train.targets.y?.values).toEqual(Float64Array.of(3, 7, 3, 7));
  });

  test("enter the inputs and outputs that the section names", async () => {
    const section = `${source} features = { u = a, v = [onehot(c), zscore(b)] } target = { p = y, q = [b, a] }`;
    const data = await load(section, files("a,b,c,y\n1,2,red,0.5\n3,6,blue,1.5\n"), {
      inputs: ["u", "v"],
      outputs: ["p", "q"],
    });
    expect(data.train.features.u).toMatchObject({ shape: [], values: Float64Array.of(1, 3) });
    expect(data.train.features.v).toMatchObject({ shape: [3], values: Float64Array.of(0, 1, -1, 1, 0, 1) });
    expect(data.train.targets.p).toMatchObject({ shape: [], values: Float64Array.of(0.5, 1.5) });
    expect(data.train.targets.q).toMatchObject({ shape: [2], values: Float64Array.of(2, 1, 6, 3) });
  });

  test("of a column of names are indices where the input takes integers", async () => {
    const section = `${source} features = { u = c } target = y`;
    const data = await load(section, files("c,y\nred,0.5\nblue,1.5\nred,0\n"), {
      inputs: ["u"],
      integerInputs: ["u"],
    });
    expect(data.train.features.u).toMatchObject({ shape: [], values: Int32Array.of(1, 0, 1) });
  });

  test("keep whole groups together, and the group is no feature", async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${i},g${i % 8},${i / 4}`).join("\n");
    const data = await load(
      `${source} target = y split = { test = 0.25, by = who }`,
      files(`a,who,y\n${lines}\n`),
    );
    const groups = (array: RowArray | undefined) => new Set(values(array).map((a) => a % 8));
    expect(data.train.features.x?.shape).toEqual([1]);
    expect([groups(data.train.features.x).size, groups(data.test?.features.x).size]).toEqual([6, 2]);
  });

  test("of fractions do not enter an input of integers", async () => {
    const section = `${source} features = { u = a } target = y`;
    const error = await userError(
      load(section, files("a,y\n0.5,0\n"), { inputs: ["u"], integerInputs: ["u"] }),
    );
    expect((error as FindingsError).diagnostics.map(showFinding)).toEqual([
      "bad-option @ a: the input takes whole numbers, but a has fractions",
    ]);
    const whole = await load(section, files("a,y\n5,0\n"), { inputs: ["u"], integerInputs: ["u"] });
    expect(whole.train.features.u?.values).toEqual(Int32Array.of(5));
  });

  test("awkward column names are found by a word", async () => {
    const data = await load(
      `${source} features = [sepal_length, "Petal Width"] target = species`,
      files("Sepal.Length,petal-width,Species\n1,2,a\n3,4,b\n"),
    );
    expect(values(data.train.features.x)).toEqual([1, 2, 3, 4]);
    expect(data.preprocessing.features.x?.terms[0]?.field).toBe("Sepal.Length");
  });

  test("with ambiguous names are not guessed", async () => {
    const error = await userError(
      load(`${source} features = [a_b] target = y`, files("a.b,a-b,y\n1,2,0\n1,2,1\n")),
    );
    expect((error as FindingsError).diagnostics.map(showFinding)).toEqual([
      'unknown-column @ a_b: the data has no column a_b (did you mean "a.b"? The columns are a.b, a-b, y)',
    ]);
  });
});

describe("preprocessing", () => {
  const column = Array.from({ length: 40 }, (_, i) => `${i * i},${i % 2}`).join("\n");

  test("is fitted on the training rows alone", async () => {
    const data = await load(
      `${source} target = y normalize = zscore split = { validation = 0.5, shuffle = false }`,
      files(`a,y\n${column}\n`),
    );
    const train = values(data.train.features.x);
    const mean = train.reduce((sum, value) => sum + value, 0) / 20;
    const deviation = Math.sqrt(train.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 20);
    expect(mean).toBeCloseTo(0, 12);
    expect(deviation).toBeCloseTo(1, 12);
    const squares = Array.from({ length: 20 }, (_, i) => i * i);
    const raw = squares.reduce((sum, value) => sum + value, 0) / 20;
    expect(data.preprocessing.features.x?.terms[0]?.transform).toMatchObject({
      name: "zscore",
      fitted: { mean: raw },
    });
    expect(Math.min(...values(data.validation?.features.x))).toBeGreaterThan(2);
  });

  test("makes a constant column 0, and leaves a column with its own transform alone", async () => {
    const section = `${source} features = [a, minmax(b), scale(c, 2, offset = 1)] target = y normalize = zscore`;
    const data = await load(section, files("a,b,c,y\n7,1,1,0\n7,3,2,1\n7,2,3,0\n"));
    expect(values(data.train.features.x)).toEqual([0, 0, 3, 0, 1, 5, 0, 0.5, 7]);
  });

  test("gives classes to all rows of the source, so that a part may hold one that training has not", async () => {
    const rows = "1,a\n2,a\n3,b\n4,b\n5,b\n6,c\n";
    const data = await load(
      `${source} target = y split = { validation = 0.3, shuffle = false }`,
      files(`x,y\n${rows}`),
    );
    expect(data.preprocessing.targets.y?.classes).toEqual(["a", "b", "c"]);
    expect(values(data.validation?.targets.y)).toEqual([1, 2]);
  });

  test("is applied to sources of their own", async () => {
    const section = `${source} test = csv("u.csv") validation = csv("v.csv") target = y normalize = zscore`;
    const all = files("a,y\n1,no\n3,yes\n", { "u.csv": "y,a\nyes,5\n", "v.csv": "a,y\n2,no\n" });
    const data = await load(section, all);
    expect(values(data.test?.features.x)).toEqual([3]);
    expect(values(data.test?.targets.y)).toEqual([1]);
    expect(values(data.validation?.features.x)).toEqual([0]);
    const unseen = await userError(load(section, { ...all, "u.csv": "a,y\n1,yes\n1,maybe\n" }));
    expect(unseen).toMatchObject({
      message: 'column y holds "maybe", which is none of its 2 known values',
      place: "u.csv:3",
      help: "known are no, yes",
    });
  });

  test("applies to raw rows, in any order of columns, without the target", async () => {
    const data = await load(
      `${source} features = [onehot(c), a] target = y normalize = zscore`,
      files("a,c,y\n1,01,2.5\n3,red,3.5\n"),
    );
    const stored = JSON.parse(JSON.stringify(data.preprocessing));
    const rows = applyFeatures(stored, await rawRows("c,extra,a\n1,z,3\n01,z,1\n"), context);
    expect(values(rows.x)).toEqual([1, 0, 1, 1, 0, -1]);
    expect(applyFeatures(stored, await rawRows("c,a\nred,3\n"), context).x).toMatchObject({
      values: Float64Array.of(0, 1, 1),
    });
  });

  test.each([
    ["c\nred\n", "rows.csv has no column a, which the model takes", "rows.csv"],
    ["a,c\n1,red\n2,green\n", 'column c holds "green", which is none of its 2 known values', "rows.csv:3"],
    ["a,c\n1,red\nx,red\n", 'column a holds the text "x", where the model takes numbers', "rows.csv:3"],
    ["a,c\n1,red\nNA,red\n", "column a has no value here", "rows.csv:3"],
    ["a,c\n1,red\n1,NA\n", "column c has no value here", "rows.csv:3"],
  ])("refuses raw rows that do not fit: %j", async (content, message, place) => {
    const data = await load(
      `${source} features = [onehot(c), a] target = y`,
      files("a,c,y\n1,blue,2.5\n3,red,3.5\n"),
    );
    const raw = await rawRows(content);
    const error = await userError(
      Promise.resolve().then(() => applyFeatures(data.preprocessing, raw, context)),
    );
    expect(error).toMatchObject({ message, place });
  });

  test("is undone for what the network puts out", async () => {
    const data = await load(
      `${source} features = a target = { y = zscore(price), k = kind }`,
      files("a,price,kind\n1,100,u\n2,300,v\n"),
      { outputs: ["y", "k"] },
    );
    const { y, k } = data.preprocessing.targets;
    expect(y && decodeTarget(y, [-1, 0, 1], context.transform)).toEqual([100, 200, 300]);
    expect(k && [labelOf(k, 0), labelOf(k, 1)]).toEqual(["u", "v"]);
  });

  test("is the same for the same seed", async () => {
    const section = `${source} target = y normalize = zscore split = [0.6, 0.2, 0.2]`;
    const all = files(`a,y\n${column}\n`);
    expect(await load(section, all, { seed: 5 })).toEqual(await load(section, all, { seed: 5 }));
    expect((await load(section, all, { seed: 5 })).train).not.toEqual(
      (await load(section, all, { seed: 6 })).train,
    );
  });
});

describe("missing values", () => {
  const table = files("a,b,y\n1,10,0\nNA,20,1\n3,NA,0\n8,30,1\n");
  test("are refused unless the section says what to do", async () => {
    const error = await userError(load(`${source} target = y`, table));
    expect(error).toMatchObject({ message: "column a of t.csv has a missing value", place: "t.csv:3" });
    expect(error.help).toContain("missing = drop");
    const unused = await load(`${source} features = [c] target = y`, files("c,b,y\n1,NA,0\n2,NA,1\n"));
    expect(unused.train.rows).toBe(2);
  });

  test("are left out, and it is told", async () => {
    const data = await load(`${source} target = y missing = drop`, table);
    expect(values(data.train.features.x)).toEqual([1, 10, 8, 30]);
    expect(data.notes).toEqual(["2 of 4 rows of t.csv are left out because values are missing (a 1, b 1)"]);
    const none = await userError(
      load(`${source} target = y missing = drop`, files("a,b,y\nNA,1,0\n1,NA,1\n")),
    );
    expect(none.message).toBe("every row of t.csv has a missing value (a 1, b 1)");
  });

  test.each([
    ["mean", [1, 10, 4, 20, 3, 20, 8, 30]],
    ["median", [1, 10, 3, 20, 3, 20, 8, 30]],
    ["value(-1)", [1, 10, -1, 20, 3, -1, 8, 30]],
  ])("are filled by %s, also in raw rows", async (policy, expected) => {
    const data = await load(`${source} target = y missing = ${policy}`, table);
    expect(values(data.train.features.x)).toEqual(expected);
    const rows = applyFeatures(data.preprocessing, await rawRows("a,b\nNA,0\n"), context);
    expect(values(rows.x)[0]).toBe(expected[2]);
  });

  test("in a target or a column of names are not filled", async () => {
    const error = await userError(load(`${source} target = y missing = mean`, files("a,y\n1,0\n2,NA\n")));
    expect(error).toMatchObject({
      message:
        "column y of t.csv has a missing value, which missing = mean cannot fill: it fills numbers of features",
      place: "t.csv:3",
      help: "missing = drop leaves such rows out",
    });
  });
});

describe("a section that the data contradicts", () => {
  test.each([
    [
      "features = [a, colour] target = y",
      'text-as-number @ colour: column colour holds text ("blue", "red"), but the network takes numbers (write onehot(colour)',
    ],
    ["features = zscore(colour) target = y", "text-as-number @ colour: column colour holds text"],
    ["target = y", 'text-as-number @ csv("t.csv"): column colour holds text'],
    ["features = aa target = y", "unknown-column @ aa: the data has no column aa (did you mean a?"],
    ["features = a target = yy", "unknown-column @ yy: the data has no column yy (did you mean y?"],
    ["features = a", "missing-target @ { source"],
    ["features = a target = y split = { test = 0.5, by = who }", "unknown-column @ { test = 0.5, by = who }"],
    [
      "features = a target = y split = { test = 0.5, stratify = f }",
      "stratify needs a column of names or whole numbers; f is none",
    ],
    ["features = a target = zscore(colour)", "text-as-number @ colour"],
    ["features = [a, onehot(f)] target = [q, y]", "unknown-column @ q"],
    ["features = { z = a } target = y", "unknown-key @ a: the network has no input called z"],
    [
      "features = a target = { why = y }",
      "unknown-key @ y: the network has no output called why (its outputs are y)",
    ],
  ])("%s", async (text, finding) => {
    const error = await userError(
      load(`${source} ${text}`, files("a,colour,f,y\n1,red,0.5,0\n2,blue,1.5,1\n")),
    );
    expect(error).toBeInstanceOf(FindingsError);
    const findings = (error as FindingsError).diagnostics.map(showFinding);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(finding);
  });
});

test("a network with several ends needs their names", async () => {
  const table = files("a,y\n1,0\n2,1\n");
  const error = await userError(
    load(`${source} features = a target = y`, table, { inputs: ["u", "v"], outputs: ["p", "q"] }),
  );
  expect((error as FindingsError).diagnostics.map(showFinding)).toEqual([
    "bad-option @ y: the network has 2 outputs: say which columns belong to which (write target = { p = …, q = … })",
    "bad-option @ a: the network has 2 inputs: say which columns belong to which (write features = { u = …, v = … })",
  ]);
});

test("no column may be left for the features", async () => {
  const error = await userError(load(`${source} target = y`, files("y\n1\n2\n")));
  expect((error as FindingsError).diagnostics[0]?.message).toContain("no column is left for the features");
});

describe("real tables", () => {
  const table = (name: string) => ({ [name]: readFileSync(`models/data/${name}`) });

  test("iris: words find the columns, each species keeps its share", async () => {
    const data = await load(
      `source = csv("iris.csv") features = [sepal_length, sepal_width, petal_length, petal_width] target = species
       normalize = zscore split = { train = 0.7, validation = 0.15, test = 0.15, stratify = species }`,
      table("iris.csv"),
      { seed: 7 },
    );
    expect([data.train.rows, data.validation?.rows, data.test?.rows]).toEqual([105, 23, 22]);
    expect(data.preprocessing.targets.y?.classes).toEqual(["setosa", "versicolor", "virginica"]);
    const counts = [0, 1, 2].map(
      (index) => values(data.train.targets.y).filter((value) => value === index).length,
    );
    expect(counts).toEqual([35, 35, 35]);
    expect(data.train.features.x?.shape).toEqual([4]);
  });

  test("pima: two names are 0 and 1", async () => {
    const data = await load('source = csv("pima.csv") target = diabetes', table("pima.csv"));
    expect(data.preprocessing.targets.y?.classes).toEqual(["neg", "pos"]);
    expect(values(data.train.targets.y).reduce((sum, value) => sum + value, 0)).toBe(268);
    expect(values(data.train.features.x).slice(0, 8)).toEqual([6, 148, 72, 35, 0, 33.6, 0.627, 50]);
  });
});
