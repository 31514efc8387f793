import { describe, expect, it } from "vitest";
import { showShape } from "../../src/base/dim.ts";
import { modelOf, table } from "./elaborated.ts";

interface Case {
  readonly what: string;
  readonly source: string;
  readonly layers: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: "a chain alone takes the features",
    source: "Dense(64, relu) -> Dropout(0.2) -> Dense(1, sigmoid)",
    layers: [
      "dense Dense [64] dense/kernel[features, 64] dense/bias[64]",
      "dropout Dropout [64]",
      "dense_2 Dense [1] dense_2/kernel[64, 1] dense_2/bias[1]",
    ],
  },
  {
    what: "one layer is a network",
    source: "Dense(3)",
    layers: ["dense Dense [3] dense/kernel[features, 3] dense/bias[3]"],
  },
  {
    what: "paths begin with the binding; kinds are counted within it",
    source: `
      input image: f32[28, 28, 1]
      h = image -> Flatten -> Dense(32) -> relu -> Dense(16, use_bias = false)
      output digit = h -> Dense(10, softmax)`,
    layers: [
      "h/flatten Flatten [784]",
      "h/dense Dense [32] h/dense/kernel[784, 32] h/dense/bias[32]",
      "h/activation Activation [32]",
      "h/dense_2 Dense [16] h/dense_2/kernel[32, 16]",
      "digit/dense Dense [10] digit/dense/kernel[16, 10] digit/dense/bias[10]",
    ],
  },
  {
    what: "an output without a name has paths without a binding",
    source: "input x: f32[4]\noutput x -> Dense(2)",
    layers: ["dense Dense [2] dense/kernel[4, 2] dense/bias[2]"],
  },
  {
    what: "a layer of its own, used twice, has one set of weights",
    source: `
      input a, b: f32[4]
      tower = Dense(8, relu) -> Dense(3)
      output left = a -> tower -> Dense(1)
      output right = b -> tower -> Dense(1)`,
    layers: [
      "tower/dense Dense [8] tower/dense/kernel[4, 8] tower/dense/bias[8]",
      "tower/dense_2 Dense [3] tower/dense_2/kernel[8, 3] tower/dense_2/bias[3]",
      "left/dense Dense [1] left/dense/kernel[3, 1] left/dense/bias[1]",
      "tower/dense@2 Dense [8] tower/dense/kernel[4, 8] tower/dense/bias[8]",
      "tower/dense_2@2 Dense [3] tower/dense_2/kernel[8, 3] tower/dense_2/bias[3]",
      "right/dense Dense [1] right/dense/kernel[3, 1] right/dense/bias[1]",
    ],
  },
  {
    what: "the order of definitions is free",
    source: "output y = h -> Dense(1)\nh = x -> Dense(n)\nn = 2 ^ 3 - 1\ninput x: f32[5]",
    layers: [
      "h/dense Dense [7] h/dense/kernel[5, 7] h/dense/bias[7]",
      "y/dense Dense [1] y/dense/kernel[7, 1] y/dense/bias[1]",
    ],
  },
  {
    what: "sizes without a number stay symbols",
    source: "input x: f32[T, 2 * T + 1, ?]\nh: f32[T, 2 * T + 1, 8] = x -> Dense(8)\nh -> Dense(T)",
    layers: [
      "h/dense Dense [T, 2*T + 1, 8] h/dense/kernel[?, 8] h/dense/bias[8]",
      "dense Dense [T, 2*T + 1, T] dense/kernel[8, T] dense/bias[T]",
    ],
  },
  {
    what: "`categories` is a symbol without the data",
    source: "input x: f32[3]\nx -> Dense(categories(kind), softmax)",
    layers: ["dense Dense [categories(kind)] dense/kernel[3, categories(kind)] dense/bias[categories(kind)]"],
  },
  {
    what: "`name =` pins a path, and an input's name is passed over",
    source: 'input dense: f32[3]\ndense -> Dense(2) -> Dense(2, name = last) -> Dense(2, name = "head")',
    layers: [
      "dense_2 Dense [2] dense_2/kernel[3, 2] dense_2/bias[2]",
      "last Dense [2] last/kernel[2, 2] last/bias[2]",
      "head Dense [2] head/kernel[2, 2] head/bias[2]",
    ],
  },
  {
    what: "a choice is made before the network is built",
    source:
      "deep = 3 > 2 and not false\ninput x: f32[4]\nx -> (deep ? (Dense(8) -> relu) : Flatten) -> Dense(1)",
    layers: [
      "dense Dense [8] dense/kernel[4, 8] dense/bias[8]",
      "activation Activation [8]",
      "dense_2 Dense [1] dense_2/kernel[8, 1] dense_2/bias[1]",
    ],
  },
  {
    what: "activations with arguments, chains in parentheses, pasted tuples",
    source: "input x: f32[6]\nx -> (Dense(4) -> leaky_relu(0.1)) -> Reshape((2, 2)) -> Rescaling(1 / 255)",
    layers: [
      "dense Dense [4] dense/kernel[6, 4] dense/bias[4]",
      "activation Activation [4]",
      "reshape Reshape [2, 2]",
      "rescaling Rescaling [2, 2]",
    ],
  },
  {
    what: "an alias is the same tensor",
    source: "input x: f32[6]\nh = x -> Dense(4)\ng = h\ng -> Dense(1)",
    layers: [
      "h/dense Dense [4] h/dense/kernel[6, 4] h/dense/bias[4]",
      "dense Dense [1] dense/kernel[4, 1] dense/bias[1]",
    ],
  },
];

describe("shapes, paths and weights", () => {
  it.each(cases)("$what", ({ source, layers }) => {
    expect(table(modelOf(source))).toEqual(layers);
  });

  it("keeps what the file says of its inputs", () => {
    const { inputs } = modelOf(
      "input image: u8[28, 28] in range(0, 255)\ninput words: i32[7]\noutput a = image -> Flatten -> Dense(1)\noutput b = words -> Flatten -> Dense(1)",
    );
    expect(
      inputs.map(({ name, type, element, range, implicit }) => ({ name, type, element, range, implicit })),
    ).toEqual([
      {
        name: "image",
        type: { shape: [28, 28], dtype: "float" },
        element: "u8",
        range: [0, 255],
        implicit: false,
      },
      {
        name: "words",
        type: { shape: [7], dtype: "i32" },
        element: "i32",
        range: undefined,
        implicit: false,
      },
    ]);
  });

  it("marks the input that is not written", () => {
    const { inputs, name } = modelOf("Dense(1)");
    expect(name).toBe("test");
    expect(inputs).toHaveLength(1);
    expect(inputs[0]).toMatchObject({ id: "features", implicit: true });
    expect(showShape(inputs[0]?.type.shape ?? [])).toBe("[features]");
  });

  it("freezes the weights of a layer that is not trainable", () => {
    const { layers } = modelOf("Dense(4, trainable = false) -> Dense(1)");
    expect(
      layers.map(({ trainable, weights }) => [trainable, weights.every(({ spec }) => spec.trainable)]),
    ).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  it("leaves out what no output takes from", () => {
    const { model } = {
      model: modelOf("input x: f32[2]\nh = x -> Dense(3)\noutput a = h -> Dense(1)\noutput b = h"),
    };
    expect(model.outputs.map(({ name, value }) => `${name} ${value}`)).toEqual(["a a/dense", "b h/dense"]);
  });

  it("gives a layer's inputs in the order of the list", () => {
    const { layers } = modelOf("input x: f32[2]\nh = x -> Dense(3)\nh -> Dense(1)");
    expect(layers.map(({ inputs }) => inputs)).toEqual([["x"], ["h/dense"]]);
  });
});
