import { describe, expect, test } from "vitest";
import { type Shape, symbol } from "../../src/base/dim.ts";
import { type LayerDefinition, ShapeProblem } from "../../src/library/layer.ts";
import { firstResult } from "../../src/library/results.ts";
import { findingsOf, modelOf, table } from "../model/elaborated.ts";
import { g, gradientsOf, lowerLayer, type Nested, run, shapeOfNested, tensorOf } from "./compute.ts";
import { scattered } from "./finite-differences.ts";
import { readWord } from "./read-word.ts";

const T = symbol("T");

function shapeAfter(source: string, ...shapes: readonly Shape[]): Shape {
  const { word, params } = readWord<LayerDefinition>("layer", source);
  const specs = shapes.map((shape) => ({ shape, dtype: "float" }) as const);
  return firstResult(word.shape(params, specs)).shape;
}

function problemOf(source: string, ...shapes: readonly Shape[]): ShapeProblem {
  try {
    shapeAfter(source, ...shapes);
  } catch (problem) {
    if (problem instanceof ShapeProblem) return problem;
    throw problem;
  }
  throw new Error(`${source} takes ${JSON.stringify(shapes)}`);
}

/** The first row of what the layer makes of these rows. */
function firstRow(source: string, ...rows: readonly Nested[]): readonly number[] {
  const layer = readWord<LayerDefinition>("layer", source);
  const { y, inputs } = lowerLayer(
    layer,
    rows.map((row) => [1, ...shapeOfNested(row)]),
    { float: "f64" },
  );
  const feeds = Object.fromEntries(
    Object.keys(inputs).map((name, i) => [name, tensorOf([rows[i] ?? 0], "f64")]),
  );
  return [...(run([y], feeds)[0]?.values ?? [])];
}

describe("merging element by element", () => {
  const [a, b] = [
    [
      [1, -2],
      [3, 4],
    ],
    [10, 20],
  ];
  test.each([
    ["Add()", [11, 18, 13, 24]],
    ["Subtract()", [-9, -22, -7, -16]],
    ["Multiply()", [10, -40, 30, 80]],
    ["Average()", [5.5, 9, 6.5, 12]],
    ["Maximum()", [10, 20, 10, 20]],
    ["Minimum()", [1, -2, 3, 4]],
  ])("%s stretches the smaller row over leading axes", (source, expected) => {
    expect(firstRow(source, a, b)).toEqual(expected);
  });

  test("takes any number of tensors, one too", () => {
    expect(firstRow("Average()", [1, 2], [3, 4], [8, 9])).toEqual([4, 5]);
    expect(firstRow("Add()", [1, 2])).toEqual([1, 2]);
    expect(firstRow("Maximum()", [1, 7], 3, [[2], [9]])).toEqual([3, 7, 9, 9]);
  });

  test("keeps symbols, and tells shapes that do not go together", () => {
    expect(shapeAfter("Add()", [T, 3], [3], [1, 1])).toEqual([T, 3]);
    expect(problemOf("Add()", [2], [3])).toMatchObject({
      rule: "shape-mismatch",
      message: "Add needs rows of one shape, and [2] meets [3]",
    });
    expect(problemOf("Multiply()", [T], [3]).rule).toBe("shape-mismatch");
  });
});

describe("Concatenate", () => {
  test("counts axes without the batch, and single numbers as vectors of one", () => {
    expect(
      firstRow(
        "Concatenate()",
        [[1], [2]],
        [
          [3, 4],
          [5, 6],
        ],
      ),
    ).toEqual([1, 3, 4, 2, 5, 6]);
    expect(
      firstRow(
        "Concatenate(0)",
        [[1, 2]],
        [
          [3, 4],
          [5, 6],
        ],
      ),
    ).toEqual([1, 2, 3, 4, 5, 6]);
    expect(firstRow("Concatenate()", 7, [8, 9])).toEqual([7, 8, 9]);
    expect(shapeAfter("Concatenate(0)", [T, 2], [3, 2], [T, 2])).toEqual([
      { constant: 3, terms: [["T", 2]] },
      2,
    ]);
    expect(shapeAfter("Concatenate()", [T, 2], [T, 3])).toEqual([T, 5]);
  });

  test("keeps integers where all are integers", () => {
    const { word, params } = readWord<LayerDefinition>("layer", "Concatenate()");
    const whole = { shape: [2], dtype: "i32" } as const;
    expect(firstResult(word.shape(params, [whole, whole])).dtype).toBe("i32");
    expect(firstResult(word.shape(params, [whole, { shape: [2], dtype: "float" }])).dtype).toBe("float");
    const layer = readWord<LayerDefinition>("layer", "Concatenate()");
    expect(
      lowerLayer(
        layer,
        [
          [1, 2],
          [1, 3],
        ],
        { dtype: "i32" },
      ).y,
    ).toMatchObject({ dtype: "i32", shape: [1, 5] });
  });

  test("tells what does not fit", () => {
    expect(problemOf("Concatenate(1)", [3], [3])).toMatchObject({
      rule: "bad-option",
      message: "there is no axis 1 in [3], which has one axis",
      details: { param: "axis", help: /Keras' axis = 1 is axis = 0 here/ },
    });
    expect(problemOf("Concatenate(-2)", [3]).details.help).toBeUndefined();
    expect(problemOf("Concatenate()", [2, 3], [4, 3])).toMatchObject({
      rule: "shape-mismatch",
      message: "Concatenate needs equal sizes on every axis but 1, and [2, 3] meets [4, 3]",
    });
    expect(problemOf("Concatenate()", [2, 3], [3])).toMatchObject({
      rule: "rank-mismatch",
      message: "Concatenate needs equal numbers of axes, and [2, 3] meets [3]",
    });
    expect(problemOf("Concatenate()", [2, 3], [T, 3]).rule).toBe("shape-mismatch");
  });
});

describe("Dot", () => {
  test("sums over the named axes; two vectors give one number", () => {
    expect(firstRow("Dot(0)", [1, 2, 3], [4, 5, 6])).toEqual([32]);
    expect(firstRow("Dot(-1, normalize = true)", [3, 4], [6, 8])[0]).toBeCloseTo(1, 12);
    expect(firstRow("Dot(-1, normalize = true)", [3, 4], [-4, 3])[0]).toBeCloseTo(0, 12);
    expect(
      firstRow(
        "Dot([1, 0])",
        [[1, 2]],
        [
          [3, 4],
          [5, 6],
        ],
      ),
    ).toEqual([13, 16]);
    expect(shapeAfter("Dot([0, 1])", [T, 4], [2, T, 5])).toEqual([4, 2, 5]);
  });

  test("a vector of zeros has no direction, and no gradient that is not a number", () => {
    const layer = readWord<LayerDefinition>("layer", "Dot(-1, normalize = true)");
    const { y, inputs } = lowerLayer(layer, [
      [1, 2],
      [1, 2],
    ]);
    const feeds = { x: tensorOf([[0, 0]], "f32"), x2: tensorOf([[1, 2]], "f32") };
    const values = run([y, ...gradientsOf(g.sum(y), Object.values(inputs))], feeds);
    for (const { values: each } of values) expect([...each].every(Number.isFinite)).toBe(true);
  });

  test("tells what does not fit", () => {
    expect(problemOf("Dot(1)", [3], [3]).details).toMatchObject({
      param: "axes",
      help: /Keras' 1 is 0 here/,
    });
    expect(problemOf("Dot(0)", [], [3]).details.help).toMatch(/nothing to sum over/);
    expect(problemOf("Dot(0)", [3], [4])).toMatchObject({
      rule: "shape-mismatch",
      message: "Dot sums over 3 of [3] and 4 of [4], and the sizes differ",
    });
    expect(() => readWord("layer", "Dot([1, 2, 3])")).toThrow(/1 to 2/);
    expect(() => readWord("layer", "Dot()")).toThrow(/axes/);
  });
});

describe("attention", () => {
  const sequence = (start: number): Nested => {
    const values = scattered(8, -1, 1, start);
    return [0, 2, 4, 6].map((i) => values.slice(i, i + 2));
  };

  test.each([
    "MultiHeadAttention(2, 3, use_causal_mask = true)",
    "Attention(use_causal_mask = true)",
    "AdditiveAttention(use_causal_mask = true)",
  ])("%s: no place depends on a later one", (source) => {
    const layer = readWord<LayerDefinition>("layer", source);
    const one = (layer.word.arity?.min ?? 1) === 1;
    const shapes = one
      ? [[1, 4, 2]]
      : [
          [1, 4, 2],
          [1, 4, 2],
        ];
    const { y, inputs, weights } = lowerLayer(layer, shapes, { float: "f64" });
    const drawn = Object.entries(weights).map(([name, { shape }], i) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return [name, { ...tensorOf(scattered(size, -1, 1, 0.1 * i), "f64"), shape }] as const;
    });
    const feeds = {
      ...Object.fromEntries(drawn),
      ...Object.fromEntries(
        Object.keys(inputs).map((name, i) => [name, tensorOf([sequence(0.3 + i)], "f64")]),
      ),
    };
    const early = g.sum(g.slice(y, [0, 0, 0], [1, 2, y.shape[2] as number]));
    for (const { values } of run(gradientsOf(early, Object.values(inputs)), feeds)) {
      expect([...values].slice(4)).toEqual([0, 0, 0, 0]);
      expect([...values].slice(0, 4).some((v) => v !== 0)).toBe(true);
    }
  });

  test("equal keys share the attention equally", () => {
    const same = [
      [1, 2],
      [1, 2],
      [1, 2],
      [1, 2],
    ];
    const values = [
      [4, 0],
      [0, 8],
      [0, 0],
      [0, 0],
    ];
    expect(firstRow("Attention()", [[5, 6]], values, same)).toEqual([1, 2]);
    expect(firstRow("AdditiveAttention(use_scale = false)", [[5, 6]], values, same)).toEqual([1, 2]);
  });

  test("dropout acts in training alone, with a purpose of its own for each seed", () => {
    const given = { dtype: "f64", float: "f64" } as const;
    const layer = readWord<LayerDefinition>("layer", "Attention(dropout = 0.5, seed = 4)");
    const rows = [
      [1, 4, 2],
      [1, 4, 2],
    ];
    const feeds = {
      x: tensorOf([sequence(0.1)], "f64"),
      x2: tensorOf([sequence(0.6)], "f64"),
      step: tensorOf(3, "i32"),
    };
    const at = (training: boolean) => [
      ...(run([lowerLayer(layer, rows, { ...given, training }).y], feeds)[0]?.values ?? []),
    ];
    expect(at(false)).toEqual(firstRow("Attention()", sequence(0.1), sequence(0.6)));
    expect(at(true)).not.toEqual(at(false));
  });

  test("tells what does not fit", () => {
    expect(problemOf("MultiHeadAttention(2, 3)", [4])).toMatchObject({
      rule: "rank-mismatch",
      message: "MultiHeadAttention needs sequences of vectors, [places, features], but [4] comes in",
    });
    expect(problemOf("MultiHeadAttention(2, 3)", [2, 4], [3, 4], [5, 4])).toMatchObject({
      rule: "shape-mismatch",
      details: { label: "the order is [query, value, key]" },
    });
    expect(problemOf("MultiHeadAttention(2, 3, use_causal_mask = true)", [2, 2, 4]).details.param).toBe(
      "use_causal_mask",
    );
    expect(problemOf("Attention()", [2, 4], [3, 5]).details.help).toMatch(/MultiHeadAttention/);
    expect(problemOf("Attention()", [2, 2, 4], [2, 2, 4]).rule).toBe("rank-mismatch");
    expect(() => readWord("layer", "Attention(score_mode = product)")).toThrow(/dot/);
    expect(() => readWord("layer", "MultiHeadAttention(2, 3, dropout = 1)")).toThrow(/below 1/);
    expect(problemOf("MultiHeadAttention(2, 3, sliding_window = 2)", [2, 2, 4]).details.param).toBe(
      "sliding_window",
    );
    expect(() => readWord("layer", "MultiHeadAttention(2, 3, flash_attention = true)")).toThrow(/flash/);
  });

  test("keeps symbols", () => {
    expect(shapeAfter("MultiHeadAttention(2, 3)", [T, 4], [symbol("S"), 5])).toEqual([T, 4]);
    expect(shapeAfter("Attention()", [T, 4], [7, 4])).toEqual([T, 4]);
  });
});

describe("PositionEmbedding", () => {
  test("adds the vector of each place", () => {
    const layer = readWord<LayerDefinition>("layer", "PositionEmbedding(3)");
    const { y } = lowerLayer(layer, [2, 2, 1]);
    const feeds = {
      x: tensorOf(
        [
          [[1], [2]],
          [[3], [4]],
        ],
        "f32",
      ),
      embeddings: tensorOf([[10], [20], [30]], "f32"),
    };
    expect([...(run([y], feeds)[0]?.values ?? [])]).toEqual([11, 22, 13, 24]);
  });

  test("tells sequences that are too long or none", () => {
    expect(problemOf("PositionEmbedding(3)", [4, 2])).toMatchObject({
      message: "PositionEmbedding has vectors for 3 places, but a sequence of 4 comes in",
      details: { param: "max_length", label: "must be at least 4" },
    });
    expect(problemOf("PositionEmbedding(3)", [4]).rule).toBe("rank-mismatch");
    expect(shapeAfter("PositionEmbedding(3)", [T, 2])).toEqual([T, 2]);
    const layer = readWord<LayerDefinition>("layer", "PositionEmbedding(3)");
    expect(() => lowerLayer(layer, [1, 4, 2])).toThrow(ShapeProblem);
  });
});

describe("in a model file", () => {
  test("weights have Keras' names below the layer", () => {
    const model = modelOf(
      "input x: f32[T, 4]\ninput m: f32[S, 6]\noutput y = [x, m] -> MultiHeadAttention(2, 3, name = look) -> Dense(1)",
    );
    expect(table(model)[0]).toBe(
      "y/look MultiHeadAttention [T, 4] y/look/query/kernel[4, 2, 3] y/look/query/bias[2, 3] y/look/key/kernel[6, 2, 3] y/look/key/bias[2, 3] y/look/value/kernel[6, 2, 3] y/look/value/bias[2, 3] y/look/attention_output/kernel[2, 3, 4] y/look/attention_output/bias[4]",
    );
  });

  test.each([
    ["[x, z] -> Subtract", undefined],
    ["[x, z, x] -> Subtract()", 'error[wrong-arity] "Subtract()" Subtract takes 2 tensors, and 3 enter'],
    ["x -> Dot(0)", 'error[wrong-arity] "Dot(0)" Dot takes 2 tensors, and 1 enter'],
    ["x -> Attention()", 'error[wrong-arity] "Attention()" Attention takes 2 to 3 tensors, and 1 enter'],
    ["[x, w] -> Add()", 'error[shape-mismatch] "Add()" Add needs rows of one shape, and [3] meets [2]'],
    ["[x, z] -> Concatenate(1)", 'error[bad-option] "1" there is no axis 1 in [3], which has one axis'],
  ])("%s", (expression, finding) => {
    const text = `input x: f32[3]\ninput z: f32[3]\ninput w: f32[2]\noutput q = w -> Dense(1)\noutput p = z -> Dense(1)\noutput y = ${expression}`;
    const found = findingsOf(text);
    if (finding === undefined) expect(found).toEqual([]);
    else expect(found[0]).toContain(finding);
  });
});
