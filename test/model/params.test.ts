import { describe, expect, it } from "vitest";
import { elaborate } from "../../src/model/elaborate.ts";
import type { Override } from "../../src/model/overrides.ts";
import { parse } from "../../src/syntax/parse.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import { findingsOf, modelOf, table, told } from "./elaborated.ts";

function withSet(text: string, ...set: readonly (readonly [name: string, text: string])[]) {
  const overrides = set.map(([name, value]): Override => ({ name, text: value }));
  const { file, diagnostics } = parse({ name: "test.nnet", text });
  const result = elaborate(file, { vocabulary, overrides });
  const findings = [...diagnostics, ...result.diagnostics].filter(({ severity }) => severity === "error");
  return { ...result, findings: findings.map(told) };
}

const network = `param width = 8 in [8, 16, 32]
param deep: int = 2 * width
param rate = 1e-3 in log(1e-4, 1e-2)
param act = relu
input x: f32[width]
target y: class(deep)
output y = x -> Dense(deep, act) -> Dense(deep, softmax)
train { optimizer = Adam(rate)  epochs = width  loss = sparse_categorical_crossentropy }
`;

describe("params", () => {
  it("stand in dims, arguments, targets, sections and other params", () => {
    const model = modelOf(network);
    expect(table(model)).toEqual([
      "y/dense Dense [16] y/dense/kernel[8, 16] y/dense/bias[16]",
      "y/dense_2 Dense [16] y/dense_2/kernel[16, 16] y/dense_2/bias[16]",
    ]);
    expect(model.train?.epochs).toBe(8);
    expect(model.train?.optimizer.params.learning_rate).toBe(1e-3);
    expect(model.outputs[0]?.target).toEqual({ kind: "class", classes: 16, shape: [] });
  });

  it("may be defined behind their use", () => {
    expect(table(modelOf("Dense(b)\nparam b = a + 1\nparam a = 2"))[0]).toContain("dense Dense [3]");
  });

  it("keep their ranges", () => {
    const { params } = withSet(network);
    expect(params.map(({ name, range }) => [name, range?.kind])).toEqual([
      ["width", "choice"],
      ["deep", undefined],
      ["rate", "log"],
      ["act", undefined],
    ]);
    expect(params[2]?.range).toEqual({ kind: "log", low: 1e-4, high: 1e-2 });
  });

  it("work out functions as the kernels do", () => {
    const { params } = withSet(
      "param a = sqrt(2) * max(1, 3)\nparam b = exp(0) + log(1) + cos(0) - abs(-2)\nDense(1)",
    );
    expect(params.map(({ value }) => value.kind === "number" && value.value)).toEqual([Math.SQRT2 * 3, 0]);
  });
});

describe("--set", () => {
  it("replaces values of params and entries of sections", () => {
    const { model, findings } = withSet(
      network,
      ["width", "4"],
      ["train.epochs", "3"],
      ["train.optimizer", "SGD(width / 8)"],
      ["act", "tanh"],
    );
    expect(findings).toEqual([]);
    expect(model?.layers[0]?.type.shape).toEqual([8]);
    expect(model?.train?.epochs).toBe(3);
    expect(model?.train?.optimizer.word.name).toBe("SGD");
    expect(model?.train?.optimizer.params.learning_rate).toBe(0.5);
  });

  it("adds entries and sections that the file does not have", () => {
    expect(withSet("Dense(1)", ["train.epochs", "3"]).model?.train?.epochs).toBe(3);
    expect(withSet("Dense(1)\ntrain { }", ["train.seed", "3"]).model?.train?.seed).toBe(3);
  });

  it.each([
    ["widht", "4", 'error[unknown-name] "widht" there is no param called widht'],
    ["x", "4", 'error[unknown-name] "x" there is no param called x'],
    ["train.epoch", "4", 'error[unknown-key] "epoch" the train section has no key epoch'],
    ["train.epochs", "many", 'error[bad-option] "many" epochs expects a positive integer, not "many"'],
    ["width", "relu", 'error[bad-option] "relu" width is a number in the file, and this is "relu"'],
    ["deep", "2.5", 'error[bad-constant] "2.5" deep is a whole number, and this is the number 2.5'],
    ["width", "1 / 0", 'error[bad-constant] "1 / 0" division by zero'],
    ["width", "4 input z", 'error[bad-option] "4 input z" `--set` takes one value'],
  ])("refuses %s=%s", (name, value, finding) => {
    expect(withSet(network, [name, value]).findings).toEqual([finding]);
  });

  it.each([
    ["epochs", "did you mean train.epochs?"],
    ["batchSize", "did you mean train.batch_size?"],
    ["trian.epochs", "did you mean train.epochs?"],
    ["source", "did you mean data.source?"],
    ["widht", "did you mean width?"],
    ["x", "the file defines it, and not as a param"],
  ])("tells what was meant by %s", (name, label) => {
    const { diagnostics } = withSet(network, [name, "4"]);
    expect(diagnostics.find(({ rule }) => rule === "unknown-name")?.label).toBe(label);
  });

  it("tells mistakes in its own text at its own place", () => {
    const { findings } = withSet(network, ["width", "4 +"]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatch(/^error\[syntax\]/);
  });
});

describe("wrong params", () => {
  it.each([
    ["param a = a\nDense(1)", 'error[cycle] "a" `a` is made from itself'],
    ["param a = b\nparam b = a\nDense(1)", 'error[cycle] "a" `a`, `b` are made from one another in a circle'],
    ["param a = 1\nparam a = 2\nDense(a)", 'error[duplicate-name] "a" `a` is defined twice'],
    [
      "input x: f32[2]\nparam a = x\nx -> Dense(1)",
      'error[not-a-constant] "x" `x` is a part of the network, and a constant is expected here',
    ],
    [
      "param a: int = 2.5\nDense(1)",
      'error[bad-constant] "2.5" a is a whole number, and this is the number 2.5',
    ],
    ["param a: units = 2\nDense(1)", 'error[unknown-word] "units" there is no type of params called units'],
    [
      "param a = 2 in 5\nDense(a)",
      'error[bad-range] "5" a range of a param is a list, `int(1, 4)`, `uniform(0, 1)` or `log(1e-4, 1e-2)`',
    ],
    [
      "param a = 2 in int(4, 1)\nDense(a)",
      'error[bad-range] "int(4, 1)" a range names its two ends, the smaller one first',
    ],
    [
      "param a = 2 in int(1, 4.5)\nDense(a)",
      'error[bad-range] "int(1, 4.5)" the ends of `int` are whole numbers',
    ],
    ["param a = 2 in log(0, 1)\nDense(a)", 'error[bad-range] "log(0, 1)" the ends of `log` are above 0'],
    [
      "param a = { b = 2 }\nDense(1)",
      'error[bad-constant] "{ b = 2 }" a param is one value or a list of them, and this is a record',
    ],
    ["param a = log(0)\nDense(1)", 'error[bad-constant] "log(0)" 0 has no logarithm'],
    ["param a = [1, 2][2]\nDense(1)", 'error[bad-constant] "2" the list has 2 items, counted from 0'],
  ])("%j", (text, finding) => {
    expect(findingsOf(text)).toEqual([finding]);
  });
});
