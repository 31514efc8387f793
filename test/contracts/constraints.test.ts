import { describe, expect, test } from "vitest";
import type { ConstraintDefinition } from "../../src/library/constraint.ts";
import type { Tensor } from "../../src/tensor/types.ts";
import { instanceWithDefaults } from "../../src/words/instance-of.ts";
import { g, inputOf, run } from "../library/compute.ts";
import { scatteredTensor } from "../library/finite-differences.ts";
import { expectDocumented, expectSoundParams, wordsOf } from "../library/word-contract.ts";

for (const word of wordsOf<ConstraintDefinition>("constraint")) {
  const { params } = instanceWithDefaults(word);

  describe(`constraint ${word.name}`, () => {
    test("is documented", () => {
      expectDocumented(word);
      expectSoundParams(word);
    });

    for (const shape of [[6], [6, 5], [3, 2, 4]]) {
      test(`leaves a weight of shape [${shape.join(", ")}] alone the second time`, () => {
        const apply = (weight: Tensor): Tensor =>
          run([word.apply(g, params, inputOf("weight", weight))], { weight })[0] as Tensor;
        const weight = scatteredTensor(shape, -3, 3);
        const once = apply(weight);
        expect([once.shape, once.dtype]).toEqual([shape, "f64"]);
        expect(once.values).not.toEqual(weight.values);
        apply(once).values.forEach((v, i) => {
          expect(v).toBeCloseTo(once.values[i] as number, 6);
        });
      });
    }

    test("keeps a weight of zeros at zero", () => {
      const weight = { ...scatteredTensor([4, 3]), values: new Float64Array(12) };
      const [kept] = run([word.apply(g, params, inputOf("weight", weight))], { weight });
      expect(kept?.values).toEqual(new Float64Array(12));
    });

    test("says which axes a weight lacks", () => {
      if (!("axis" in word.params)) return expect(word.problem).toBeUndefined();
      const other = instanceWithDefaults(word, { axis: [2] }).params;
      expect(word.problem?.(params, [4, 3])).toBeUndefined();
      expect(word.problem?.(other, [4, 3])).toMatch(/no axis 2 in \[4, 3\]/);
    });
  });
}
