import { describe, expect, test } from "vitest";
import type { OptimizerDefinition } from "../../src/library/optimizer.ts";
import { optimizerTail } from "../../src/library/optimizer-tail.ts";
import { instanceWithDefaults } from "../../src/words/instance-of.ts";
import { trainFlat } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { expectDocumented, expectSoundParams, wordsOf } from "../library/word-contract.ts";

const start = [1, -2];
const gradients = [1, 2, 3].map((t) => [0.5 * t, -1.5 * t]);

for (const word of wordsOf<OptimizerDefinition>("optimizer")) {
  describe(`optimizer ${word.name}`, () => {
    test("is documented, with the common tail", () => {
      expectDocumented(word);
      expectSoundParams(word);
      expect(word.examples.length).toBeGreaterThan(0);
      expect(Object.keys(word.params)[0]).toBe("learning_rate");
      expect(Object.keys(word.params).slice(-4)).toEqual(Object.keys(optimizerTail));
    });

    for (const example of word.examples) {
      const optimizer = readWord<OptimizerDefinition>("optimizer", example.source);

      test(`${example.source}: three updates`, () => {
        for (const float of ["f32", "f64"] as const) {
          const steps = trainFlat(optimizer, start, gradients, float);
          for (const [t, weights] of steps.entries()) {
            for (const [i, w] of weights.entries())
              expect(w).toBeCloseTo(example.weights[t]?.[i] as number, 5);
          }
        }
      });

      test(`${example.source}: stands still without a gradient`, () => {
        expect(trainFlat(optimizer, start, [[0, 0]])).toEqual([start]);
      });

      test(`${example.source}: descends a bowl`, () => {
        let weights: readonly number[] = start;
        const history: (readonly number[])[] = [];
        for (let t = 0; t < 60; t++) {
          history.push(weights);
          weights = trainFlat(optimizer, start, history, "f64").at(-1) as number[];
        }
        expect(Math.hypot(...weights)).toBeLessThan(Math.hypot(...start) / 4);
      });
    }

    test("its default rate lies within its own bounds", () => {
      const { params } = instanceWithDefaults(word);
      const { rateHigh, rateLow, momentum } = word.facts(params);
      const rate = params.learning_rate as number;
      expect(rateLow).toBeLessThan(rate);
      expect(rate / (1 - momentum)).toBeLessThanOrEqual(rateHigh.warning);
      expect(rateHigh.warning).toBeLessThan(rateHigh.error);
    });

    test("refuses two ways of clipping", () => {
      expect(() => readWord("optimizer", `${word.name}(clipnorm = 1, clipvalue = 1)`)).toThrow(
        /cannot go together/,
      );
    });
  });
}
