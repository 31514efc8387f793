import { describe, expect, test } from "vitest";
import type { FittedTarget } from "../../src/data/dataset.ts";
import { zscore } from "../../src/data/transforms/zscore.ts";
import type { LossDefinition } from "../../src/library/loss.ts";
import type { LossTerm } from "../../src/model/ir.ts";
import { readOutput } from "../../src/train/readings.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import { instanceWithDefaults } from "../../src/words/instance-of.ts";

const loss = (name: string, overrides: Readonly<Record<string, unknown>> = {}): LossTerm => ({
  loss: instanceWithDefaults(vocabulary.find("loss", name) as LossDefinition, overrides),
  weight: 1,
  inferred: false,
});
const classes = (...names: string[]): FittedTarget => ({
  terms: [{ field: "y" }],
  shape: [],
  classes: names,
  coding: "index",
});
const transform = () => zscore;

describe("outputs in the user's terms", () => {
  test("the likeliest class with all probabilities", () => {
    const reading = readOutput(new Float64Array([0.2, 0.7, 0.1]), {
      target: classes("a", "b", "c"),
      loss: loss("sparse_categorical_crossentropy"),
      transform,
    });
    expect(reading).toEqual({
      kind: "class",
      label: "b",
      probability: 0.7,
      probabilities: { a: 0.2, b: 0.7, c: 0.1 },
    });
  });

  test("one number for two classes is the probability of the second", () => {
    const context = { target: classes("neg", "pos"), loss: loss("binary_crossentropy"), transform };
    expect(readOutput(new Float64Array([0.75]), context)).toMatchObject({
      label: "pos",
      probabilities: { neg: 0.25, pos: 0.75 },
    });
    expect(readOutput(new Float64Array([0.25]), context)).toMatchObject({ label: "neg", probability: 0.75 });
  });

  test("logits become probabilities", () => {
    const binary = {
      target: classes("n", "p"),
      loss: loss("binary_crossentropy", { from_logits: true }),
      transform,
    };
    expect(readOutput(new Float64Array([0]), binary)).toMatchObject({ probabilities: { n: 0.5, p: 0.5 } });
    const several = {
      target: classes("a", "b"),
      loss: loss("sparse_categorical_crossentropy", { from_logits: true }),
      transform,
    };
    const reading = readOutput(new Float64Array([Math.log(3) + 700, 700]), several);
    expect(reading).toMatchObject({ kind: "class", label: "a" });
    expect((reading as { probability: number }).probability).toBeCloseTo(0.75, 12);
  });

  test("numbers come back in their own units", () => {
    const fitted = zscore.fit({}, { values: new Float64Array([10, 20, 30]) });
    const target: FittedTarget = {
      terms: [{ field: "price", transform: { name: "zscore", fitted } }],
      shape: [1],
      coding: "number",
    };
    const reading = readOutput(new Float64Array([0]), { target, loss: loss("mse"), transform });
    expect(reading).toEqual({ kind: "numbers", values: [20] });
  });

  test("without targets the numbers are told as they are", () => {
    expect(readOutput(new Float64Array([1, 2]), { target: undefined, loss: undefined, transform })).toEqual({
      kind: "numbers",
      values: [1, 2],
    });
  });
});
