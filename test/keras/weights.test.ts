import { describe, test } from "vitest";
import type { ConstraintDefinition } from "../../src/library/constraint.ts";
import type { RegularizerDefinition } from "../../src/library/regularizer.ts";
import { g, gradientsOf, inputOf, type Nested, run, tensorOf } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";

interface WeightCase {
  readonly source: string;
  readonly weight: Nested;
  readonly value: Nested;
  readonly gradient: Nested;
}

describe("regularizers and their gradients are those of Keras", () => {
  for (const [i, c] of fixtureCases<WeightCase>("regularizers").entries()) {
    test(`${i}: ${c.source}`, () => {
      const { word, params } = readWord<RegularizerDefinition>("regularizer", c.source);
      const weight = tensorOf(c.weight, "f32");
      const node = inputOf("weight", weight);
      const penalty = word.penalty(g, params, node);
      const [value, gradient] = run([penalty, ...gradientsOf(penalty, [node])], { weight });
      expectClose(value?.values ?? [], c.value, "penalty");
      expectClose(gradient?.values ?? [], c.gradient, "gradient");
    });
  }
});

describe("constraints put weights where Keras puts them", () => {
  for (const [i, c] of fixtureCases<WeightCase>("constraints").entries()) {
    test(`${i}: ${c.source}`, () => {
      const { word, params } = readWord<ConstraintDefinition>("constraint", c.source);
      const weight = tensorOf(c.weight, "f32");
      const [value] = run([word.apply(g, params, inputOf("weight", weight))], { weight });
      expectClose(value?.values ?? [], c.value, "weight");
    });
  }
});
