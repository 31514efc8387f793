import { describe, expect, test } from "vitest";
import { type Shape, symbol } from "../../src/base/dim.ts";
import { type LayerDefinition, ShapeProblem } from "../../src/library/layer.ts";
import { firstResult } from "../../src/library/results.ts";
import { weightProblem, weightSpec } from "../../src/library/weight-spec.ts";
import { instanceWithDefaults } from "../../src/words/instance-of.ts";
import { flattened, g, gradientsOf, lowerLayer, run, tensorOf } from "./compute.ts";
import { readWord } from "./read-word.ts";

const T = symbol("T");

function shapeAfter(source: string, shape: Shape): Shape {
  const { word, params } = readWord<LayerDefinition>("layer", source);
  return firstResult(word.shape(params, [{ shape, dtype: "float" }])).shape;
}

function problemOf(source: string, shape: Shape): ShapeProblem {
  try {
    shapeAfter(source, shape);
  } catch (problem) {
    if (problem instanceof ShapeProblem) return problem;
    throw problem;
  }
  throw new Error(`${source} takes ${JSON.stringify(shape)}`);
}

describe("Dropout", () => {
  const ones = tensorOf(new Array(40).fill(new Array(50).fill(1)), "f32");

  function drop(source: string, step: number, training = true) {
    const layer = readWord<LayerDefinition>("layer", source);
    const { y, input } = lowerLayer(layer, ones.shape, { training });
    const feeds = { x: ones, step: tensorOf(step, "i32") };
    const [value, gradient] = run([y, ...gradientsOf(g.sum(y), [input])], feeds);
    return { y: [...(value?.values ?? [])], gradient: [...(gradient?.values ?? [])] };
  }

  test("turns its share to 0 and scales the rest up, gradients alike", () => {
    const { y, gradient } = drop("Dropout(0.25)", 1);
    expect(gradient).toEqual(y);
    expect(new Set(y)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    const kept = y.filter((v) => v !== 0).length / y.length;
    expect(kept).toBeGreaterThan(0.7);
    expect(kept).toBeLessThan(0.8);
  });

  test("draws anew each step, and the same for the same step", () => {
    expect(drop("Dropout(0.5)", 1).y).toEqual(drop("Dropout(0.5)", 1).y);
    expect(drop("Dropout(0.5)", 1).y).not.toEqual(drop("Dropout(0.5)", 2).y);
  });

  test("shares draws along axes of noise_shape 1", () => {
    const { y } = drop("Dropout(0.5, noise_shape = [1])", 3);
    for (let row = 0; row < 40; row++) expect(new Set(y.slice(row * 50, row * 50 + 50)).size).toBe(1);
    expect(new Set(y).size).toBe(2);
  });

  test("does nothing at rate 0 or outside training, and drops all at rate 1", () => {
    expect(drop("Dropout(0.5)", 1, false).y).toEqual([...ones.values]);
    expect(drop("Dropout(0)", 1).y).toEqual([...ones.values]);
    expect(new Set(drop("Dropout(1)", 1).y)).toEqual(new Set([0]));
  });

  test("asks for random numbers under a name of its own where it has a seed", () => {
    const purposes: string[] = [];
    for (const source of ["Dropout(0.5)", "Dropout(0.5, seed = 3)"]) {
      const { word, params } = readWord<LayerDefinition>("layer", source);
      word.lower({
        g,
        params,
        inputs: [g.input("x", [2, 3], "f32")],
        masks: [],
        batch: 1,
        weights: {},
        training: true,
        drawing: true,
        float: "f32",
        logits: () => undefined,
        distribute: () => undefined,
        addDivergence: () => undefined,
        random: (purpose, shape) => {
          purposes.push(purpose);
          return g.constant(0.5, shape, "f32");
        },
        activate: (_activation, x) => x,
        addLoss: () => undefined,
        updateWeight: () => undefined,
      });
    }
    expect(purposes).toEqual(["dropout", "dropout 3"]);
  });

  test("tells what noise_shape should be", () => {
    expect(problemOf("Dropout(0.5, noise_shape = [none, 1, 4])", [3, 4])).toMatchObject({
      rule: "bad-option",
      message: "noise_shape [none, 1, 4] does not fit an input of shape [3, 4]",
      details: { param: "noise_shape", label: "the batch axis is not written" },
    });
    expect(problemOf("Dropout(0.5, noise_shape = [1, 5])", [3, 4]).details.label).toMatch(
      /1, none or the size/,
    );
    expect(shapeAfter("Dropout(0.5, noise_shape = [1, 4])", [T, 4])).toEqual([T, 4]);
  });
});

describe("Dense", () => {
  test("needs an axis of features", () => {
    expect(problemOf("Dense(3)", [])).toMatchObject({
      rule: "rank-mismatch",
      details: { help: /Reshape\(\[1\]\)/ },
    });
  });

  test("keeps symbols, in shapes and in weights", () => {
    const { word, params } = readWord<LayerDefinition>("layer", "Dense(3)");
    const inputs = [{ shape: [4, T], dtype: "float" }] as const;
    expect(word.shape(params, inputs)).toEqual({ shape: [4, 3], dtype: "float" });
    expect(word.weights?.(params, inputs).kernel?.shape).toEqual([T, 3]);
  });

  test("tells an activation along an axis that is not there", () => {
    expect(problemOf("Dense(3, softmax(axis = 1))", [4])).toMatchObject({
      message: "softmax: there is no axis 1 in [3], which has one axis",
      details: { param: "activation" },
    });
    expect(problemOf("Activation(softmax)", []).message).toMatch(/no axis -1 in \[\], which has no axes/);
  });

  test("divides the penalty on its outputs by the number of rows", () => {
    const layer = readWord<LayerDefinition>(
      "layer",
      "Dense(1, use_bias = false, activity_regularizer = L2(0.5))",
    );
    const { extra } = lowerLayer(layer, [2, 1]);
    const feeds = { x: tensorOf([[1], [3]], "f32"), kernel: tensorOf([[2]], "f32") };
    expect(run(extra, feeds).map((term) => [...term.values])).toEqual([[(0.5 * (4 + 36)) / 2]]);
  });

  test("takes integers", () => {
    const layer = readWord<LayerDefinition>("layer", "Dense(1, use_bias = false)");
    const { y } = lowerLayer(layer, [1, 2], { dtype: "i32" });
    const feeds = { x: tensorOf([[2, 3]], "i32"), kernel: tensorOf([[0.5], [1]], "f32") };
    expect(run([y], feeds)[0]?.values).toEqual(Float32Array.of(4));
  });
});

describe("Reshape and Flatten", () => {
  test("count elements", () => {
    expect(problemOf("Reshape([28, 28])", [785])).toMatchObject({
      rule: "reshape-elements",
      message: "[785] has 785 elements, but [28, 28] has 784",
      details: { param: "target_shape", label: "784 elements, not 785" },
    });
    expect(problemOf("Reshape([-1, 3])", [4, 2]).message).toMatch(/8 elements, which 3 does not divide/);
  });

  test("work on sizes that are symbols", () => {
    expect(shapeAfter("Reshape([-1, 2])", [T, 4])).toEqual([{ constant: 0, terms: [["T", 2]] }, 2]);
    expect(shapeAfter("Reshape([4, 4])", [symbol("features")])).toEqual([4, 4]);
    expect(shapeAfter("Flatten()", [T, 4])).toEqual([{ constant: 0, terms: [["T", 4]] }]);
    const inferred = instanceWithDefaults(readWord<LayerDefinition>("layer", "Reshape(1)").word, {
      target_shape: [T, -1],
    });
    expect(
      firstResult(inferred.word.shape(inferred.params, [{ shape: [T, 4], dtype: "f32" }])).shape,
    ).toEqual([T, 4]);
    const longer = [{ constant: 5, terms: [["T", 1]] as const }];
    expect(() => inferred.word.shape({ target_shape: [T] }, [{ shape: longer, dtype: "f32" }])).toThrow(
      ShapeProblem,
    );
  });

  test("a count that only the run knows is compared there", () => {
    const { word, params } = readWord<LayerDefinition>("layer", "Reshape([4, 4])");
    expect(() => lowerLayer({ word, params, given: {} }, [2, 15])).toThrow(/\[15\] has 15 elements/);
  });

  test("keep the type of what they move", () => {
    const layer = readWord<LayerDefinition>("layer", "Flatten()");
    expect(firstResult(layer.word.shape({}, [{ shape: [2, 2], dtype: "i32" }])).dtype).toBe("i32");
    const { y } = lowerLayer(layer, [1, 2, 2], { dtype: "i32" });
    expect(
      run([y], {
        x: tensorOf(
          [
            [
              [1, 2],
              [3, 4],
            ],
          ],
          "i32",
        ),
      })[0],
    ).toMatchObject({ shape: [1, 4], dtype: "i32" });
  });
});

describe("Rescaling", () => {
  test("scales each entry of the last axis by its own number", () => {
    const layer = readWord<LayerDefinition>("layer", "Rescaling([1, 10], offset = [0, -1])");
    const { y } = lowerLayer(layer, [2, 2]);
    const x = [
      [1, 2],
      [3, 4],
    ];
    expect(run([y], { x: tensorOf(x, "f32") })[0]?.values).toEqual(Float32Array.from([1, 19, 3, 39]));
    expect(flattened(x)).toEqual([1, 2, 3, 4]);
  });

  test("tells lists of the wrong length", () => {
    expect(problemOf("Rescaling([1, 2])", [3])).toMatchObject({
      message: "scale has 2 numbers, but an input of shape [3] comes in",
      details: { param: "scale" },
    });
    expect(problemOf("Rescaling(1, [1])", []).details.param).toBe("offset");
    expect(shapeAfter("Rescaling([1, 2])", [T])).toEqual([T]);
  });
});

test("words that cannot serve a weight's shape are told, once sizes are known", () => {
  const identity = readWord("initializer", "Identity()") as Parameters<typeof weightSpec>[1];
  expect(weightProblem(weightSpec([3, 4], identity))).toBeUndefined();
  expect(weightProblem(weightSpec([T], identity))).toBeUndefined();
  expect(weightProblem(weightSpec([3], identity))).toMatchObject({
    instance: identity,
    message: "Identity fills matrices only, not a weight of 1 axes",
  });
  const zeros = readWord("initializer", "zeros") as Parameters<typeof weightSpec>[1];
  const norm = readWord("constraint", "MaxNorm(axis = 1)") as Parameters<typeof weightSpec>[3];
  const penalty = readWord("regularizer", "OrthogonalRegularizer") as Parameters<typeof weightSpec>[2];
  expect(weightProblem(weightSpec([3], zeros, null, norm ?? null))?.message).toMatch(/no axis 1 in \[3\]/);
  expect(weightProblem(weightSpec([1, 3], zeros, penalty ?? null))?.message).toMatch(
    /at least two rows, not 1/,
  );
});
