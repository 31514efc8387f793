import { describe, expect, test } from "vitest";
import type { RegularizerDefinition } from "../../src/library/regularizer.ts";
import { instanceWithDefaults } from "../../src/words/instance-of.ts";
import { g, inputOf, run } from "../library/compute.ts";
import { expectGradients, scatteredTensor } from "../library/finite-differences.ts";
import { expectDocumented, expectSoundParams, wordsOf } from "../library/word-contract.ts";

for (const word of wordsOf<RegularizerDefinition>("regularizer")) {
  const numbers = Object.entries(word.params).filter(([, { type }]) => type.expects.startsWith("a number"));
  const strength = (value: number) =>
    instanceWithDefaults(word, Object.fromEntries(numbers.map(([name]) => [name, value]))).params;

  describe(`regularizer ${word.name}`, () => {
    test("is documented", () => {
      expectDocumented(word);
      expectSoundParams(word);
      expect(numbers.length).toBeGreaterThan(0);
    });

    test("adds a scalar of at least 0 that grows in proportion to its strength", () => {
      const weight = scatteredTensor([4, 3]);
      const penalty = (value: number) => word.penalty(g, strength(value), inputOf("weight", weight));
      expect(penalty(1).shape).toEqual([]);
      const [none, one, two] = run([penalty(0), penalty(1), penalty(2)], { weight }).map(
        (t) => t.values[0] as number,
      );
      expect(none).toBe(0);
      expect(one).toBeGreaterThan(0);
      expect(two).toBeCloseTo(2 * (one as number), 12);
    });

    test("gradient", () => {
      const weight = scatteredTensor([4, 3]);
      const node = inputOf("weight", weight);
      expectGradients(word.penalty(g, strength(0.7), node), { weight: node }, { weight });
    });
  });
}
