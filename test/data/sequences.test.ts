/** Texts as indices of words, and rows as sequences: what a row becomes, and what predictions get. */
import { describe, expect, test } from "vitest";
import { applyFeatures, transformsOf } from "../../src/data/apply.ts";
import { jsonl } from "../../src/data/formats/jsonl.ts";
import { locateIn } from "../../src/data/locate.ts";
import { tokens } from "../../src/data/transforms/tokens.ts";
import { type LoadSetting, load, userError, vocabulary } from "./data-of.ts";
import { memoryHost } from "./memory-host.ts";

const rowsOf = (
  array: { readonly shape: readonly number[]; readonly values: ArrayLike<number> } | undefined,
) => {
  const width = array?.shape.reduce((product, axis) => product * axis, 1) ?? 1;
  const values = Array.from(array?.values ?? []);
  return Array.from({ length: values.length / width }, (_, row) =>
    values.slice(row * width, (row + 1) * width),
  );
};

describe("tokens", () => {
  const csv = 'body,y\nThe cat sat.,0\n"the CAT, the dog!",1\na dog\'s day,0\n';
  // the 3, cat 2, then each once by code point: a day dog dogs sat.
  const section = (call: string) => `source = csv("t.csv") features = ${call} target = y`;

  test("the most frequent words, equally frequent ones by code point; padding behind", async () => {
    const { train, preprocessing } = await load(section("tokens(body, length = 5)"), { "t.csv": csv });
    expect(preprocessing.features.x).toMatchObject({ shape: [5], dtype: "i32" });
    expect(rowsOf(train.features.x)).toEqual([
      [2, 3, 8, 0, 0],
      [2, 3, 2, 6, 0],
      [4, 7, 5, 0, 0],
    ]);
  });

  test("a small vocabulary makes unknown words, a short length cuts", async () => {
    const { train } = await load(section("tokens(body, length = 2, vocabulary = 3)"), { "t.csv": csv });
    expect(rowsOf(train.features.x)).toEqual([
      [2, 1],
      [2, 1],
      [1, 1],
    ]);
  });

  test.each<[string, LoadSetting, number]>([
    ["what the input declares", { shapes: { x: [7] } }, 7],
    ["the longest text", {}, 4],
  ])("without a length: %s", async (_, names, length) => {
    const { train } = await load(section("tokens(body)"), { "t.csv": csv }, names);
    expect(train.features.x?.shape).toEqual([length]);
  });

  test("one place later: the text ends with the mark, the shifted one begins with it", async () => {
    const text = 'source = jsonl("p.jsonl") features = tokens(en, shift = right) target = tokens(en)';
    const lines = '{"en": "go home"}\n{"en": "Go!"}\n{"en": ""}\n';
    const { train, preprocessing } = await load(text, { "p.jsonl": lines });
    expect(rowsOf(train.features.x)).toEqual([
      [2, 3, 4],
      [2, 3, 0],
      [2, 0, 0],
    ]);
    expect(rowsOf(train.targets.y)).toEqual([
      [3, 4, 2],
      [3, 2, 0],
      [2, 0, 0],
    ]);
    expect(preprocessing.targets.y).toMatchObject({ shape: [3], coding: "index" });
    const fitted = preprocessing.targets.y?.terms[0]?.transform?.fitted ?? null;
    expect(tokens.takes === "text" && tokens.decode(fitted, [3, 4, 2, 4])).toBe("go home");
    expect(tokens.takes === "text" && tokens.decode(fitted, [1, 4, 0, 0])).toBe("[UNK] home");
  });

  test("words come from the training rows alone", async () => {
    const { preprocessing } = await load(
      'source = csv("t.csv") features = tokens(body) target = y split = { train = 0.5, validation = 0.5, shuffle = false }',
      { "t.csv": "body,y\na b,0\na c,1\nd,0\ne,1\n" },
    );
    expect(preprocessing.features.x?.terms[0]?.transform?.fitted).toMatchObject({ words: ["a", "b", "c"] });
  });

  test.each([
    ["tokens(y)", "tokens takes a column of texts; y holds numbers"],
    ["[tokens(body), y]", "the words of body are a row of their own: they enter an input of their own"],
  ])("%s is refused", async (call, message) => {
    const error = await userError(load(section(call), { "t.csv": csv }));
    expect(JSON.stringify(error)).toContain(message);
  });

  test("a missing text has a place", async () => {
    const error = await userError(load(section("tokens(body)"), { "t.csv": "body,y\na,0\n,1\n" }));
    expect([error.message, error.place]).toEqual(["column body of t.csv has a missing value", "t.csv:3"]);
  });
});

describe("sequence", () => {
  const csv = "id,t,a,b,y\n1,1,1,10,0\n2,1,2,20,1\n1,2,3,30,2\n1,3,5,50,3\n2,2,6,60,4\n";
  const section = (call: string, more = "") => `source = csv("s.csv") features = ${call} target = y ${more}`;
  const names = { numberOutputs: ["y"] };
  const read = async (call: string, more?: string, settings: LoadSetting = names) =>
    load(section(call, more), { "s.csv": csv }, settings);

  test("every row with what came before it in its group, zeros in front", async () => {
    const { train } = await read("sequence([a, b], by = id)");
    expect(train.features.x?.shape).toEqual([3, 2]);
    expect(rowsOf(train.features.x)).toEqual([
      [0, 0, 0, 0, 1, 10],
      [0, 0, 0, 0, 2, 20],
      [0, 0, 1, 10, 3, 30],
      [1, 10, 3, 30, 5, 50],
      [0, 0, 2, 20, 6, 60],
    ]);
    expect(Array.from(train.targets.y?.values ?? [])).toEqual([0, 1, 2, 3, 4]);
  });

  test("the last steps are kept", async () => {
    const { train } = await read("sequence(a, by = id, max_length = 2)");
    expect(rowsOf(train.features.x)).toEqual([
      [0, 1],
      [0, 2],
      [1, 3],
      [3, 5],
      [2, 6],
    ]);
    const all = await read("sequence(a, max_length = 2)");
    expect(rowsOf(all.train.features.x)).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 5],
      [5, 6],
    ]);
    const declared = await read("sequence(a, by = id)", "", { ...names, shapes: { x: [1, 1] } });
    expect(rowsOf(declared.train.features.x)).toEqual([[1], [2], [3], [5], [6]]);
  });

  test("a column may order the rows of a group", async () => {
    const { train } = await load(
      section("sequence(a, by = id, order = t)"),
      { "s.csv": "id,t,a,y\n1,3,30,0\n1,1,10,1\n1,2,20,2\n" },
      names,
    );
    expect(rowsOf(train.features.x)).toEqual([
      [10, 20, 30],
      [0, 0, 10],
      [0, 10, 20],
    ]);
  });

  test("each = group: an example of a group, fitted on all its rows", async () => {
    const { train, preprocessing } = await read("sequence(zscore(a), by = id, each = group)");
    expect(train.rows).toBe(2);
    expect(Array.from(train.targets.y?.values ?? [])).toEqual([3, 4]);
    const mean = (1 + 2 + 3 + 5 + 6) / 5;
    expect(preprocessing.features.x?.terms[0]?.transform?.fitted).toMatchObject({ mean });
    expect(rowsOf(train.features.x).map((row) => row[0] === 0)).toEqual([false, true]);
  });

  test("columns are normalized by the training rows, and groups may be split", async () => {
    const { train, validation, preprocessing } = await read(
      "sequence([a, onehot(b)], by = id)",
      "normalize = minmax split = { train = 0.6, validation = 0.4, by = id }",
    );
    expect([train.rows, validation?.rows]).toEqual([2, 3]);
    expect(preprocessing.features.x).toMatchObject({
      shape: [3, 6],
      sequence: { by: "id", each: "row", length: 3 },
    });
    expect(rowsOf(validation?.features.x)[2]?.slice(-6)).toEqual([0.75, 0, 0, 0, 1, 0]);
  });

  test("raw rows for a prediction, in another format than the training data", async () => {
    const { preprocessing } = await read("sequence([a, b], by = id)");
    const host = memoryHost({ "r.jsonl": '{"id": 9, "a": 1, "b": 2}\n{"id": 9, "a": 3, "b": 4}\n' });
    const raw = await jsonl.read({ host, locate: locateIn(host) }, { path: "r.jsonl" });
    const features = applyFeatures(preprocessing, raw, {
      source: "r.jsonl",
      float: "f32",
      transform: transformsOf(vocabulary),
    });
    expect(rowsOf(features.x)).toEqual([
      [0, 0, 0, 0, 1, 2],
      [0, 0, 1, 2, 3, 4],
    ]);
  });

  test.each([
    ["sequence([a, b])", "is needed where all rows are one series"],
    ["sequence(a, each = group)", "group needs to know the groups"],
    ["[a, sequence(b, by = id)]", "sequence makes an input of its own, and nothing else"],
    ["sequence(by = id)", "sequence stands without a column here"],
    ["sequence(a, by = idd)", "the data has no column idd"],
  ])("%s is refused", async (call, message) => {
    const failure = await read(call).then(
      () => "nothing",
      (error) => `${error.message} ${JSON.stringify(error)}`,
    );
    expect(failure).toContain(message);
  });
});
