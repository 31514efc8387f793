import { describe, expect, test } from "vitest";
import { fansOf } from "../../src/library/fans.ts";
import type { InitializerDefinition } from "../../src/library/initializer.ts";
import { randomStream } from "../../src/library/random-stream.ts";
import { sizeOf } from "../../src/tensor/types.ts";
import { instanceWithDefaults } from "../../src/words/instance-of.ts";
import { readWord } from "../library/read-word.ts";
import { expectDocumented, expectSoundParams, wordsOf } from "../library/word-contract.ts";

const shapes = [[120, 60], [60, 120], [1, 1], [3, 3, 8, 16], [25, 1, 9], [40], []];

for (const word of wordsOf<InitializerDefinition>("initializer")) {
  const { params } = instanceWithDefaults(word);
  const facts = word.facts(params);
  const usable = shapes.filter((shape) => word.problem?.(params, shape) === undefined);

  describe(`initializer ${word.name}`, () => {
    test("is documented", () => {
      expectDocumented(word);
      expectSoundParams(word);
      expect(usable.length).toBeGreaterThan(0);
    });

    for (const shape of usable) {
      test(`fills [${shape.join(", ")}] with the same numbers each time`, () => {
        const draw = (seed: number, path: string) => word.sample(params, shape, randomStream(seed, path));
        const values = draw(1, "a/kernel");
        expect(values.length).toBe(sizeOf(shape));
        expect(values.every(Number.isFinite)).toBe(true);
        expect(draw(1, "a/kernel")).toEqual(values);
        if (facts.constant) expect(new Set(values).size).toBe(1);
        if (facts.deviation === undefined || values.length === 1) return;
        expect(draw(2, "a/kernel")).not.toEqual(values);
        expect(draw(1, "b/kernel")).not.toEqual(values);
      });
    }

    test("spreads as its facts say", () => {
      expect(facts.constant && facts.deviation !== undefined).toBe(false);
      if (facts.deviation === undefined) return;
      for (const shape of [
        [120, 60],
        [60, 120],
        [40, 300],
      ]) {
        const { fanIn, fanOut } = fansOf(shape);
        const values = word.sample(params, shape, randomStream(3, "spread"));
        const spread = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
        expect(Math.abs(spread / facts.deviation(fanIn, fanOut) - 1)).toBeLessThan(0.04);
      }
    });

    test("a seed of its own gives every weight the same numbers", () => {
      if (!("seed" in word.params)) return expect(facts.deviation).toBeUndefined();
      const seeded = readWord<InitializerDefinition>("initializer", `${word.name}(seed = 9)`);
      const [a, b] = ["a", "b"].map((path) => word.sample(seeded.params, [6, 5], randomStream(1, path)));
      expect(a).toEqual(b);
    });
  });
}
