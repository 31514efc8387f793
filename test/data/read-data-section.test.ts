import { describe, expect, test } from "vitest";
import { readSection, specOf } from "./data-of.ts";

const source = 'source = csv("t.csv")';

describe("a data section", () => {
  test("is read key by key", () => {
    const spec = specOf(`
      ${source}
      features  = [age, zscore([a, b]), onehot("hair colour"), scale(h, 1/100, offset = -1)]
      target    = species
      normalize = minmax
      missing   = median
      rows      = 60_000
      split     = { train = 0.7, validation = 0.15, test = 0.15, stratify = species }`);
    expect(spec).toMatchObject({
      source: { path: "t.csv", format: { word: { name: "csv" }, params: { separator: ",", header: true } } },
      targets: { "": { terms: [{ field: "species" }] } },
      normalize: { word: { name: "minmax" } },
      missing: { kind: "median" },
      rows: 60_000,
      split: { train: 0.7, validation: 0.15, test: 0.15, stratify: "species", shuffle: true },
    });
    const terms = spec.features[""]?.terms;
    expect(terms !== "all" && terms?.map(({ field, transform }) => [field, transform?.word.name])).toEqual([
      ["age", undefined],
      ["a", "zscore"],
      ["b", "zscore"],
      ["hair colour", "onehot"],
      ["h", "scale"],
    ]);
    expect(terms !== "all" && terms?.[4]?.transform?.params).toEqual({ factor: 0.01, offset: -1 });
  });

  test("has defaults: all columns, no missing values, no split", () => {
    const spec = specOf(source);
    expect(spec).toMatchObject({
      features: { "": { terms: "all" } },
      targets: {},
      missing: { kind: "error" },
    });
    expect(Object.keys(spec)).not.toContain("split");
  });

  test("names inputs and outputs", () => {
    const spec = specOf(`${source}
      features = { left = first, meta = zscore([a, b]), bag = [c] }
      target   = { spam = is_spam, stars = zscore(rating) }`);
    expect(spec.features).toMatchObject({
      left: { bare: true, terms: [{ field: "first" }] },
      meta: { terms: [{ field: "a" }, { field: "b" }] },
      bag: { terms: [{ field: "c" }] },
    });
    expect(spec.features.bag?.bare).toBeUndefined();
    expect(spec.targets.stars?.terms[0]).toMatchObject({
      field: "rating",
      transform: { word: { name: "zscore" } },
    });
  });

  test.each([
    ["[0.9, 0.1]", { train: 0.9, validation: 0.1, test: 0 }],
    ["[0.7, 0.15, 0.15]", { train: 0.7, validation: 0.15, test: 0.15 }],
    ["{ validation = 0.25 }", { train: 0.75, validation: 0.25, test: 0 }],
    [
      "{ train = 0.5, test = 0.2, shuffle = false }",
      { train: 0.5, validation: 0, test: 0.2, shuffle: false },
    ],
    ['{ train = 0.5, test = 0.5, by = "the author" }', { by: "the author" }],
  ])("split = %s", (text, split) => {
    expect(specOf(`${source} split = ${text}`).split).toMatchObject(split);
  });

  test("missing = value(-1)", () => {
    expect(specOf(`${source} missing = value(-1)`).missing).toEqual({ kind: "value", value: -1 });
  });
});

describe("what is wrong in a data section is told where it stands", () => {
  test.each([
    ["target = y", "bad-option @ { target = y }: the data section names no source"],
    [
      "source = t.csv".replace("t.csv", '"t.csv"'),
      'bad-option @ "t.csv": source takes a data format with a file, not the text "t.csv" (write source = csv("t.csv"))',
    ],
    [
      "source = csv",
      'bad-option @ csv: source takes a data format with a file, not "csv" (write source = csv("table.csv"))',
    ],
    ['source = cvs("a")', "unknown-word @ cvs: there is no data format called cvs"],
    [
      'source = points("a")',
      'bad-option @ points("a"): points are the source of a data section of their own',
    ],
    ["source = csv()", "missing-argument @ csv: csv needs the argument path"],
    ['source = csv("a", seperator = ";")', "@ seperator"],
    [
      'source = csv("a", separator = ";;")',
      'bad-option @ ";;": argument separator of csv: expects one character in quotes',
    ],
    [
      `${source} feature = a`,
      "unknown-key @ feature: the data section has no key feature (did you mean features?)",
    ],
    [
      `${source} zzz = a`,
      "unknown-key @ zzz: the data section has no key zzz (its keys are source, validation",
    ],
    [`${source} toString = a`, "unknown-key @ toString"],
    [
      `${source} augment = a`,
      "unknown-key @ augment: the data section has no key augment (layers change images while training",
    ],
    [`${source} target = a target = b`, "bad-option @ target: target is given twice"],
    [
      `${source} features = 3`,
      "bad-option @ 3: a column, or a list of columns, is expected here, not the number 3",
    ],
    [
      `${source} features = []`,
      "bad-option @ []: a column, or a list of columns, is expected here, not an empty list",
    ],
    [
      `${source} features = [a, [b]]`,
      "bad-option @ [b]: a column is expected here, not a list inside a list",
    ],
    [`${source} features = [a, b, a]`, "bad-option @ a: column a is named twice"],
    [`${source} features = zscor(a)`, "unknown-word @ zscor: there is no data transform called zscor"],

    [`${source} features = zscore()`, "bad-option @ zscore(): zscore stands without a column here"],
    [`${source} features = scale(a)`, "missing-argument @ scale: scale needs the argument factor"],
    [`${source} normalize = scale`, "missing-argument @ scale: scale needs the argument factor"],
    [
      `${source} normalize = onehot`,
      "bad-option @ onehot: normalize takes a transform of numbers; onehot is for categories",
    ],
    [
      `${source} missing = dorp`,
      'bad-option @ dorp: missing takes error, drop, mean, median or value(0), not "dorp" (did you mean drop?)',
    ],
    [`${source} missing = value(a)`, "bad-option @ value(a): value(…) takes one number"],
    [`${source} rows = 1.5`, "bad-option @ 1.5: rows takes a positive whole number, not the number 1.5"],
    [
      `${source} split = 0.8`,
      "bad-option @ 0.8: split takes two or three fractions, or a record, not the number 0.8",
    ],
    [`${source} split = [0.8]`, "bad-option @ [0.8]: split takes two or three fractions, not 1"],
    [
      `${source} split = [0.8, 0.3]`,
      "bad-option @ [0.8, 0.3]: the fractions of the split add up to 1.1, more than 1",
    ],
    [
      `${source} split = [0.8, 0]`,
      "bad-option @ 0: a fraction above 0 and below 1 is expected here, not the number 0",
    ],
    [`${source} split = [80, 20]`, "bad-option @ 80: a fraction above 0 and below 1"],
    [
      `${source} split = { validation = 0.5, test = 0.5 }`,
      "the fractions of the split add up to 1, which leaves nothing to train on",
    ],
    [
      `${source} split = { train = 0.5 }`,
      "bad-option @ { train = 0.5 }: a split that names no validation and no test part splits nothing",
    ],
    [
      `${source} split = { trian = 0.5, test = 0.5 }`,
      "unknown-key @ trian: split has no key trian (did you mean train?)",
    ],
    [`${source} split = { test = 0.5, by = 3 }`, "bad-option @ 3: by takes a column, not the number 3"],
    [
      `${source} split = { test = 0.5, shuffle = maybe }`,
      "bad-option @ maybe: shuffle expects true or false",
    ],
    [
      `${source} test = csv("b") split = [0.8, 0.1, 0.1]`,
      "bad-option @ [0.8, 0.1, 0.1]: test has a source of its own, and split cuts a test part as well",
    ],
  ])("%s", (text, finding) => {
    const { findings } = readSection(text);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(finding);
  });

  test("every mistake is told at once", () => {
    expect(readSection(`${source} feature = a missing = dorp split = [2, 3]`).findings).toHaveLength(3);
  });
});
