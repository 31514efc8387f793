/** Layers as arguments of layers, layers with several results, and what is told where they do not fit. */
import { describe, expect, test } from "vitest";
import { meanStatistics } from "../../src/library/counted.ts";
import type { LayerDefinition } from "../../src/library/layer.ts";
import { g, run, tensorOf } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { findingsOf, fixed, modelOf, table } from "./elaborated.ts";

const series = "input x: f32[6, 3]\n";

describe("layers inside layers", () => {
  test("a layer, a chain and a block; weights are under the names of the layers", () => {
    const text = `${series}block Step(n) = Dense(n, relu) -> Dense(n)
      x -> TimeDistributed(Step(2) -> Dense(1, name = "last")) -> Bidirectional(GRU(2, use_bias = false)) -> Dense(1)`;
    const [first, second] = table(modelOf(text));
    expect(first).toContain("time_distributed/step/dense/kernel[3, 2]");
    expect(first).toContain("time_distributed/last/kernel[2, 1]");
    expect(second).toContain("bidirectional/forward_gru/kernel[1, 6]");
    expect(second).toContain("bidirectional/backward_gru/recurrent_kernel[2, 6]");
  });

  test("results are parts of a record, and flow as a list where one is taken", () => {
    const text = `${series}seen = x -> LSTM(4, return_state = true)
      again = x -> GRU(2, return_state = true, return_sequences = true) -> GRU(2)
      output y = [x, seen.h, seen.c] -> LSTM(4) -> Dense(1)
      output z = again -> Dense(1)`;
    const model = modelOf(text);
    expect(model.layers.map(({ id, inputs }) => [id, ...inputs].join(" "))).toContain(
      "y/lstm x seen/lstm.h seen/lstm.c",
    );
  });

  test.each([
    ["x -> LSTM(4, return_state = true) -> Dense(1)", '"Dense(1)" 3 results come in (output, h, c)'],
    ["x -> LSTM(4) -> GRU(2)", '[rnn-return-sequences] "GRU(2)" LSTM gives its last step alone'],
    ["x -> Bidirectional(LSTM(4)) -> GRU(2)", "[rnn-return-sequences]"],
    ["x[0] -> LSTM(4)", '[rank-mismatch] "LSTM(4)" LSTM reads a sequence'],
    ["[x, x[0]] -> LSTM(4)", "[wrong-arity]"],
    ["[x, x[0]] -> GRU(4)", "the state h of GRU is [4], and [3] is given"],
    ["x -> RNN(Dense(2))", "RNN repeats cells, and Dense is none"],
    ["x -> LSTMCell(2)", "LSTMCell is one step"],
    ["x -> Bidirectional(Dense(2))", "takes one layer that can read backwards"],
    ["x -> Bidirectional(LSTM(2), backward_layer = LSTM(2))", "read in the same direction"],
    ["x -> TimeDistributed(Residual(Dense(3)))", "a layer inside another is a layer or a chain of layers"],
    ["x -> TimeDistributed(x)", "a tensor cannot stand here"],
    ["x -> TimeDistributed(3)", "expects a layer, not the number 3"],
    ["x -> LSTM(2, stateful = true)", "LSTM has no argument stateful here"],
  ])("%s", (chain, told) => {
    const found = findingsOf(`${series}${chain}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(told);
  });

  test("a named layer keeps its weights to itself", () => {
    expect(findingsOf(`${series}cell = Dense(2)\nx -> cell -> TimeDistributed(cell)`)[0]).toContain(
      "weights of its own",
    );
  });

  test("the fix of a stack asks for all steps", () => {
    expect(fixed(`${series}x -> LSTM(4) -> GRU(2)`)).toContain("LSTM(4, return_sequences = true) -> GRU(2)");
    const given = fixed(`${series}x -> LSTM(4, return_sequences = false) -> GRU(2)`);
    expect(given).toContain("LSTM(4, return_sequences = true) -> GRU(2)");
  });
});

describe("masks", () => {
  test("of metrics: what does not count is left out of sum and count", () => {
    const inputs = {
      v: tensorOf(
        [
          [1, 2, 4],
          [8, 16, 32],
        ],
        "f32",
      ),
      m: tensorOf(
        [
          [1, 0, 1],
          [0, 0, 1],
        ],
        "f32",
      ),
    };
    const [v, m] = [g.input("v", [2, 3], "f32"), g.input("m", [2, 3], "f32")];
    const { sum, count } = meanStatistics(g, v, m);
    const totals = run(
      [sum, count].filter((node) => node !== undefined),
      inputs,
    );
    expect(totals.map(({ values }) => values[0])).toEqual([37, 3]);
  });

  test("are made by Embedding where 0 fills up", () => {
    const { word, params } = readWord<LayerDefinition>("layer", "Embedding(5, 2, mask_zero = true)");
    const x = g.input("x", [1, 3], "i32");
    const { mask } = word;
    if (typeof mask !== "function") throw new Error("no mask");
    const made = mask({ g, params, inputs: [x], float: "f32" } as unknown as Parameters<typeof mask>[0]);
    const [values] = run([made as typeof x], { x: tensorOf([[3, 0, 1]], "i32") });
    expect([...(values?.values ?? [])]).toEqual([1, 0, 1]);
  });
});
