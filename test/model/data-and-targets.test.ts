import { describe, expect, it } from "vitest";
import type { ColumnHeader, DataHeader, FieldHeader } from "../../src/data/header.ts";
import { dataNames } from "../../src/model/data-names.ts";
import { elaborate } from "../../src/model/elaborate.ts";
import { readDataSpec } from "../../src/model/read-data-spec.ts";
import { parse } from "../../src/syntax/parse.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import { elaborated, findingsOf, fixed, modelOf, table } from "./elaborated.ts";

function numbers(name: string, minimum = 0, maximum = 8): ColumnHeader {
  const statistics = { minimum, maximum, mean: (minimum + maximum) / 2, deviation: 1 };
  return { kind: "column", name, type: "number", integer: false, missing: 0, statistics };
}

function classes(name: string, categories: readonly string[], type: "text" | "number"): ColumnHeader {
  const counts = categories.map(() => 50);
  return { kind: "column", name, type, integer: type === "number", missing: 0, categories, counts };
}

function header(...fields: readonly FieldHeader[]): DataHeader {
  return { source: "data.csv", rows: 150, fields, sampled: false };
}

const iris = header(
  numbers("sepal_length"),
  numbers("sepal_width"),
  numbers("petal_length"),
  numbers("petal_width"),
  classes("species", ["setosa", "versicolor", "virginica"], "text"),
);

const data = 'data { source = csv("iris.csv"), target = species }';

describe("a model with its data", () => {
  it("takes sizes, classes and targets from the header", () => {
    const model = modelOf(`Dense(8, relu) -> Dense(categories(species), softmax)\n${data}`, iris);
    expect(table(model)).toEqual([
      "dense Dense [8] dense/kernel[4, 8] dense/bias[8]",
      "dense_2 Dense [3] dense_2/kernel[8, 3] dense_2/bias[3]",
    ]);
    expect(model.outputs[0]?.target).toEqual({ kind: "class", classes: 3, shape: [] });
    expect(model.outputs[0]?.targetSpan).toBeUndefined();
    expect(model.train?.losses.output?.loss.word.name).toBe("SparseCategoricalCrossentropy");
  });

  it("goes on without the header", () => {
    const model = modelOf(`Dense(categories(species), softmax)\n${data}`);
    expect(table(model)).toEqual([
      "dense Dense [categories(species)] dense/kernel[features, categories(species)] dense/bias[categories(species)]",
    ]);
  });

  it("gives an open size the number that the data has, everywhere", () => {
    const model = modelOf(
      `input x: f32[n]\ntarget y: class(k)\nh: f32[n] = x -> Dense(n)\noutput y = h -> Dense(2 * n) -> Dense(3)\n${data}`,
      iris,
    );
    expect(table(model)).toEqual([
      "h/dense Dense [4] h/dense/kernel[4, 4] h/dense/bias[4]",
      "y/dense Dense [8] y/dense/kernel[4, 8] y/dense/bias[8]",
      "y/dense_2 Dense [3] y/dense_2/kernel[8, 3] y/dense_2/bias[3]",
    ]);
    expect(model.outputs[0]?.target).toEqual({ kind: "class", classes: 3, shape: [] });
  });

  it("takes an undeclared type from the data", () => {
    expect(modelOf(`input x\nx -> Dense(3)\n${data}`, iris).inputs[0]?.type).toEqual({
      shape: [4],
      dtype: "float",
    });
  });

  it("reads the data section by itself, for whoever opens the file", () => {
    const { file } = parse({
      name: "a.nnet",
      text: `Dens(3)\nfraction = 1 / 5\ndata { source = csv("a.csv"), split = { train = 1 - fraction, test = fraction } }`,
    });
    const { spec, diagnostics } = readDataSpec(file, { vocabulary });
    expect(diagnostics).toEqual([]);
    expect(spec?.source.path).toBe("a.csv");
    expect(spec?.split).toMatchObject({ train: 0.8, test: 0.2 });
  });

  it("can take another data section than the file's", () => {
    const other = readDataSpec(parse({ name: "b.nnet", text: data }).file, { vocabulary }).spec;
    const { file } = parse({ name: "a.nnet", text: "Dense(3, softmax)" });
    const { model } = elaborate(file, { vocabulary, header: iris, dataSpec: other });
    expect(model?.inputs[0]?.type.shape).toEqual([4]);
    expect(model?.data).toBe(other);
  });

  it("says what the data needs of the network", () => {
    const model = modelOf(
      `input a: i32[2]\ninput b: f32[2]\ntarget y: class(3)\noutput y = a -> Flatten -> Dense(3, softmax)\noutput z = b -> Dense(1)\ntrain { loss = { z = mse } }`,
    );
    expect(dataNames(model)).toEqual({
      inputs: ["a", "b"],
      outputs: ["y", "z"],
      integerInputs: ["a"],
      classes: { y: 3 },
      classOutputs: ["y"],
      numberOutputs: ["z"],
      shapes: { a: [2], b: [2], y: [] },
    });
  });
});

describe("declarations that the data contradicts", () => {
  const cases: readonly (readonly [what: string, head: string, ...findings: string[]])[] = [
    [
      "an input of another size",
      "input x: f32[13]\ntarget y: class(3)\noutput y = x -> Dense(3)",
      'error[input-shape-vs-data] "f32[13]" input x is declared as [13], and the data has [4] a row',
    ],
    [
      "an input of another rank",
      "input x: f32[2, 2]\noutput y = x -> Flatten -> Dense(3)",
      'error[input-shape-vs-data] "f32[2, 2]" input x is declared as [2, 2], and the data has [4] a row',
    ],
    [
      "too few classes",
      "target y: class(2)\noutput y = Dense(2)",
      'error[declaration-vs-data] "class(2)" the target of y is declared as class(2), and the data has 3 different values',
    ],
    [
      "two classes of three",
      "target y: binary\noutput y = Dense(1, sigmoid)",
      'error[declaration-vs-data] "binary" the target of y is declared as binary, and the data has 3 different values',
    ],
    [
      "names as numbers",
      "target y: real\noutput y = Dense(1)",
      'error[declaration-vs-data] "real" the target of y is declared as real, and the data has names',
    ],
    [
      "one column as codes",
      "target y: onehot(3)\noutput y = Dense(3, softmax)",
      'error[declaration-vs-data] "onehot(3)" the target of y is declared as onehot(3), and the data has one column of classes',
    ],
    [
      "a range",
      "input x: f32[4] in range(0, 1)\noutput y = x -> Dense(3, softmax)",
      'warning[declaration-vs-data] "input x: f32[4] in range(0, 1)" input x is declared to lie from 0 to 1, and the data goes from 0 to 8',
    ],
    [
      "a column that is not there",
      "Dense(categories(colour), softmax)",
      'error[unknown-column] "colour" the data has no column colour',
    ],
  ];
  it.each(cases)("%s", (_, head, ...findings) => {
    expect(findingsOf(`${head}\n${data}`, iris)).toEqual(findings);
  });

  it("knows without the data that a row of a table is one axis", () => {
    const { diagnostics } = elaborated(
      `input x: f32[2, 2]\noutput y = x -> Flatten -> Dense(3, softmax)\n${data}`,
    );
    const [finding] = diagnostics.filter(({ rule }) => rule === "input-shape-vs-data");
    expect(finding?.label).toBe("a row of a table is one axis, with a number for each column");
    expect(finding?.fix).toBeUndefined();
  });

  it("knows images whose channels stand first", () => {
    const header: DataHeader = {
      source: "a.npz",
      rows: 100,
      sampled: false,
      fields: [
        { kind: "array", name: "image", shape: [3, 32, 24], dtype: "u8" },
        {
          kind: "column",
          name: "label",
          type: "number",
          integer: true,
          missing: 0,
          categories: ["0", "1"],
          counts: [50, 50],
        },
      ],
    };
    const text = `input x: f32[32, 24, 3]\noutput y = x -> Flatten -> Dense(2, softmax)\ndata { source = npz("a.npz"), features = image, target = label }`;
    const [finding] = elaborated(text, header).diagnostics.filter(
      ({ rule }) => rule === "input-shape-vs-data",
    );
    expect(finding?.help).toContain("channels first: numpy.transpose");
  });

  it("takes sizes that the section leaves open from the data, or from the input", () => {
    const header: DataHeader = {
      source: "a.csv",
      rows: 100,
      sampled: false,
      fields: [
        { kind: "column", name: "body", type: "text", integer: false, missing: 0, words: 17 },
        {
          kind: "column",
          name: "spam",
          type: "number",
          integer: true,
          missing: 0,
          categories: ["0", "1"],
          counts: [50, 50],
        },
      ],
    };
    const shapeOf = (head: string) => {
      const rest =
        'x -> Embedding(10_000, 4) -> Flatten -> Dense(1, sigmoid)\ndata { source = csv("a.csv"), features = { x = tokens(body) }, target = spam }';
      return elaborated(`${head}\n${rest}`, header).model?.inputs[0]?.type;
    };
    expect(shapeOf("input x: i32[T]")).toEqual({ shape: [17], dtype: "i32" });
    expect(shapeOf("input x: i32[8]")).toEqual({ shape: [8], dtype: "i32" });
    expect(shapeOf("input x")).toEqual({ shape: [17], dtype: "i32" });
  });

  it("accepts what agrees", () => {
    const head = "input x: f32[4] in range(0, 10)\ntarget y: class(5)\noutput y = x -> Dense(5)";
    expect(findingsOf(`${head}\n${data}`, iris)).toEqual([]);
  });

  it("writes what the data says", () => {
    expect(fixed(`input x: f32[13]\nx -> Dense(3)\n${data}`, iris)).toContain("input x: f32[4]");
    expect(fixed(`target y: class(2)\noutput y = Dense(3, softmax)\n${data}`, iris)).toContain("class(3)");
  });

  it("knows positive numbers from negative ones", () => {
    const text =
      'target y: positive\noutput y = Dense(1, softplus)\ndata { source = csv("a.csv"), target = y }';
    expect(findingsOf(text, header(numbers("x"), numbers("y", 1, 9)))).toEqual([]);
    expect(findingsOf(text, header(numbers("x"), numbers("y", -1, 9)))).toEqual([
      'warning[declaration-vs-data] "positive" the target of y is declared to lie at or above 0, and the data goes from -1 to 9',
    ]);
  });

  it("lets a last axis of size 1 be missing", () => {
    const images: DataHeader = header(
      { kind: "array", name: "image", shape: [28, 28], dtype: "u8" },
      { kind: "array", name: "label", shape: [], dtype: "u8", categories: ["0", "1"], counts: [4, 4] },
    );
    const section = 'data { source = idx("a", labels = "b") }';
    const ask = (type: string) =>
      findingsOf(`input image: ${type}\nimage -> Flatten -> Dense(2, softmax)\n${section}`, images);
    expect(ask("f32[28, 28, 1]")).toEqual([]);
    expect(ask("f32[28, 28]")).toEqual([]);
    expect(ask("f32[28, 28, 3]")).toHaveLength(1);
    expect(ask("f32[784]")).toHaveLength(1);
  });
});

describe("kinds of target", () => {
  const kinds: readonly (readonly [string, unknown])[] = [
    ["binary", { kind: "binary", shape: [] }],
    ["binary[4, 5]", { kind: "binary", shape: [4, 5] }],
    ["class(12)[4]", { kind: "class", classes: 12, shape: [4] }],
    ["onehot(5)", { kind: "onehot", classes: 5, shape: [5] }],
    ["onehot(5)[4]", { kind: "onehot", classes: 5, shape: [4, 5] }],
    ["multilabel(3)", { kind: "multilabel", labels: 3, shape: [3] }],
    ["distribution(3)", { kind: "distribution", classes: 3, shape: [3] }],
    ["real", { kind: "real", shape: [] }],
    ["real[28, 28, 1]", { kind: "real", shape: [28, 28, 1] }],
    ["positive", { kind: "positive", shape: [] }],
    ["count[2 + 1]", { kind: "count", shape: [3] }],
  ];
  it.each(kinds)("%s", (type, kind) => {
    const { model, diagnostics } = elaborated(`target t: ${type} in range(0, 9)\nDense(3)`);
    expect(diagnostics).toEqual([]);
    expect(model?.outputs[0]?.target).toEqual(kind);
    expect(model?.outputs[0]?.targetRange).toEqual([0, 9]);
  });
});
