/** Networks whose layers take several tensors, from text to trained weights. */
import { describe, expect, test } from "vitest";
import { analyse, cpuEngine } from "../../src/compile.ts";
import type { Dataset, RowArray } from "../../src/data/dataset.ts";
import { trainModel } from "../../src/train/train-model.ts";
import { scattered } from "./finite-differences.ts";

const host = { now: () => performance.now() / 1000, pause: async () => undefined };
const rows = 96;

function array(shape: readonly number[], values: RowArray["values"]): RowArray {
  return { rows, shape, values };
}

function dataset(features: Readonly<Record<string, RowArray>>, target: readonly number[]): Dataset {
  const output = array([1], Float32Array.from(target));
  return {
    train: { rows, features, targets: { output } },
    preprocessing: { features: {}, targets: { output: { shape: [1], terms: [], coding: "number" } } },
  };
}

function floats(size: number, start: number): Float32Array {
  return Float32Array.from(scattered(rows * size, -1, 1, start));
}

/** Mean squared errors of the first and of the last epoch. */
async function train(text: string, data: Dataset): Promise<readonly [first: number, last: number]> {
  const { model, diagnostics } = await analyse({ name: "m.nnet", text });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (!model) throw new Error("no model");
  const { history } = await trainModel({ model, dataset: data, engine: cpuEngine, host });
  return [history[0]?.logs.loss ?? Number.NaN, history.at(-1)?.logs.loss ?? Number.NaN];
}

const section = "train { loss = mse  optimizer = Adam(0.03)  epochs = 120  batch_size = 32 }";

describe("networks of several inputs train", () => {
  const [a, b] = [floats(2, 0.1), floats(1, 0.7)];
  const sum = Array.from(b, (v, i) => (a[2 * i] as number) - 2 * (a[2 * i + 1] as number) + v);
  const twoInputs = dataset({ a: array([2], a), b: array([], b) }, sum);

  test.each([
    ["[a, b] -> Concatenate() -> Dense(1)", 1e-3],
    ["[a -> Dense(1), b] -> Add()", 1e-3],
    ["[a -> Dense(1), b -> Reshape([1]) -> Dense(1)] -> Subtract()", 1e-3],
    ["[a -> Dense(6), b -> Reshape([1]) -> Dense(6)] -> Average() -> Dense(1)", 1e-3],
    ["[a -> Dense(8), b -> Reshape([1]) -> Dense(8)] -> Maximum() -> Dense(1)", 0.2],
    ["[[a, b] -> Concatenate() -> Dense(3), [b, a] -> Concatenate()] -> Dot(-1) -> Dense(1)", 0.3],
  ])("%s", async (network, bound) => {
    // Batches of 40 leave a smaller one for the last.
    const text = `input a: f32[2]\ninput b: f32\noutput output = ${network}\n${section.replace("32", "40")}`;
    const [first, last] = await train(text, twoInputs);
    expect(last).toBeLessThan(first / 3);
    expect(last).toBeLessThan(bound);
  });
});

describe("attention trains", () => {
  const words = Int32Array.from(scattered(rows * 5, 0, 7, 0.3), Math.floor);
  // How often the word 3 stands in a row: no place can tell by itself.
  const count = Array.from(
    { length: rows },
    (_, row) => words.slice(row * 5, row * 5 + 5).filter((word) => word === 3).length,
  );
  const data = dataset({ words: array([5], words) }, count);

  test.each([
    "MultiHeadAttention(2, 4, dropout = 0.1)",
    "MultiHeadAttention(2, 4, use_causal_mask = true)",
    "Residual(MultiHeadAttention(2, 4))",
  ])("%s", async (attention) => {
    const text = `input words: i32[5]
output output = words -> Embedding(7, 8) -> PositionEmbedding(6) -> ${attention} -> GlobalAveragePooling1D() -> Dense(1)
${section}`;
    const [first, last] = await train(text, data);
    expect(last).toBeLessThan(first / 3);
  });

  test.each(["Attention(use_scale = true)", "AdditiveAttention()", "MultiHeadAttention(1, 4)"])(
    "[query, value] -> %s",
    async (attention) => {
      const text = `input words: i32[5]
places = words -> Embedding(7, 8)
output output = [places -> Dense(8), places] -> ${attention} -> Flatten() -> Dense(1)
${section}`;
      const [first, last] = await train(text, data);
      expect(last).toBeLessThan(first / 3);
    },
  );
});
