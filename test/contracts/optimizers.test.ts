import { describe, expect, test } from "vitest";
import type { OptimizerDefinition } from "../../src/library/optimizer.ts";
import { optimizerTail } from "../../src/library/optimizer-tail.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import { type FloatType, sizeOf } from "../../src/tensor/types.ts";
import { instanceWithDefaults } from "../../src/words/instance-of.ts";
import type { Instance } from "../../src/words/word.ts";
import { g, tensorOf } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { layoutOf, trainWeights, updateNodes } from "../library/train-weights.ts";
import { expectDocumented, expectSoundParams, wordsOf } from "../library/word-contract.ts";

const start = [1, -2];
const smallestNormal: Readonly<Record<FloatType, number>> = { f32: 2 ** -126, f64: 2 ** -1022 };

for (const word of wordsOf<OptimizerDefinition>("optimizer")) {
  const optimizers = word.examples.map(({ source }) => readWord<OptimizerDefinition>("optimizer", source));

  describe(`optimizer ${word.name}`, () => {
    test("is documented, with the common tail", () => {
      expectDocumented(word);
      expectSoundParams(word);
      expect(word.examples.length).toBeGreaterThan(0);
      const names = Object.keys(word.params);
      expect(names[0]).toBe("learning_rate");
      // Decay stands among the own parameters of optimizers that always have it.
      const tail = Object.keys(optimizerTail).filter((name) => name !== "weight_decay");
      expect(names.filter((name) => tail.includes(name))).toEqual(tail);
      expect(names).toContain("weight_decay");
    });

    for (const [i, example] of word.examples.entries()) {
      const optimizer = optimizers[i] as Instance<OptimizerDefinition>;

      test(`${example.source}: three updates`, () => {
        for (const float of ["f32", "f64"] as const) {
          const gradient = (_weights: unknown, t: number) => [0.5 * t, -1.5 * t];
          const steps = trainWeights({ optimizer, start, gradient, steps: 3, float });
          for (const [t, weights] of steps.entries()) {
            for (const [i, w] of weights.entries())
              expect(w).toBeCloseTo(example.weights[t]?.[i] as number, 5);
          }
        }
      });

      test(`${example.source}: stands still without a gradient`, () => {
        const gradient = () => [0, 0];
        const [after] = trainWeights({ optimizer: withoutDecay(optimizer), start, gradient, steps: 1 });
        const forgets = word.facts(optimizer.params).forgetsStart === true;
        expect(after?.map((w) => w + 0)).toEqual(forgets ? [0, 0] : start);
      });

      test(`${example.source}: goes down in a bowl`, () => {
        expect(lengthAfter(optimizer, 60)).toBeLessThan(Math.hypot(...start));
      });
    }

    test("keeps no subnormal numbers, on which processors are slow", () => {
      for (const float of ["f32", "f64"] as const) {
        const smallest = smallestNormal[float];
        const kept = optimizers.flatMap((optimizer) => slotsAfter(optimizer, smallest, float));
        expect(kept.filter((value) => value !== 0 && Math.abs(value) < smallest)).toEqual([]);
      }
    });

    test("one of the examples comes far in a bowl", () => {
      const lengths = optimizers.map((optimizer) => lengthAfter(optimizer, 60));
      expect(Math.min(...lengths)).toBeLessThan(Math.hypot(...start) / 4);
    });

    test("its usual rate lies within its own bounds", () => {
      const { params } = instanceWithDefaults(word);
      const { rateHigh, rateLow, momentum, usualRate } = word.facts(params);
      // Keras' default for Adadelta is one that lr-low warns of.
      const rate = usualRate ?? (params.learning_rate as number);
      expect(rateLow).toBeLessThan(rate);
      expect(rate / (1 - momentum)).toBeLessThanOrEqual(rateHigh.warning);
      expect(rateHigh.warning).toBeLessThan(rateHigh.error);
    });

    test("refuses two ways of clipping, and a mean that is not kept", () => {
      expect(() => readWord("optimizer", `${word.name}(clipnorm = 1, clipvalue = 1)`)).toThrow(
        /cannot go together/,
      );
      expect(() => readWord("optimizer", `${word.name}(ema_overwrite_frequency = 5)`)).toThrow(/use_ema/);
    });
  });
}

test("what weights are divided by stays, where no epsilon is added to it", () => {
  const adam = readWord<OptimizerDefinition>("optimizer", "Adam(epsilon = 0)");
  for (const float of ["f32", "f64"] as const) {
    const kept = slotsAfter(adam, smallestNormal[float], float);
    expect(kept.every((value) => value > 0 && value < smallestNormal[float])).toBe(true);
  }
});

/** All that the optimizer keeps after one update without a gradient, where each number was `value`. */
function slotsAfter(optimizer: Instance<OptimizerDefinition>, value: number, float: FloatType): number[] {
  const updates = updateNodes(optimizer, layoutOf([[2]]), [g.constant(0, [2], float)], float);
  const inputs = { learning_rate: tensorOf(0.1, float), step: tensorOf(1000, "i32") };
  const states = Object.entries(updates).map(([name, { shape }]) => [
    name,
    tensorOf(
      Array.from({ length: sizeOf(shape) }, () => (name === "weights" ? 1 : value)),
      float,
    ),
  ]);
  const { state } = evaluate({ name: "update", outputs: {}, updates }, inputs, Object.fromEntries(states));
  return Object.entries(state).flatMap(([name, { values }]) => (name === "weights" ? [] : [...values]));
}

function lengthAfter(optimizer: Instance<OptimizerDefinition>, steps: number): number {
  const history = trainWeights({ optimizer, start, gradient: (w) => w, steps, float: "f64" });
  return Math.hypot(...(history.at(-1) as number[]));
}

function withoutDecay(optimizer: Instance<OptimizerDefinition>): Instance<OptimizerDefinition> {
  const params = Object.entries(optimizer.params).map(([name, value]) => [
    name,
    name.endsWith("weight_decay") ? 0 : value,
  ]);
  return { ...optimizer, params: Object.fromEntries(params) };
}
