import { describe, test } from "vitest";
import type { ConstraintDefinition } from "../../src/library/constraint.ts";
import type { RegularizerDefinition } from "../../src/library/regularizer.ts";
import { g, gradientsOf, inputOf, type Nested, run, tensorOf } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";
import { expectDescent } from "./steps.ts";

interface WeightCase {
  readonly source: string;
  readonly weight: Nested;
  readonly value: Nested;
  readonly gradient: Nested;
  readonly steps: readonly number[];
}

describe("regularizers and their gradients are those of Keras", () => {
  for (const [i, c] of fixtureCases<WeightCase>("regularizers").entries()) {
    test(`${i}: ${c.source}`, () => {
      const { word, params } = readWord<RegularizerDefinition>("regularizer", c.source);
      const weight = tensorOf(c.weight, "f32");
      const node = inputOf("weight", weight);
      const penalty = word.penalty(g, params, node);
      const slopes = gradientsOf(penalty, [node]);
      const [value, gradient] = run([penalty, ...slopes], { weight });
      expectClose(value?.values ?? [], c.value, "penalty");
      expectClose(gradient?.values ?? [], c.gradient, "gradient");
      expectDescent(weight, (at) => run(slopes, { weight: at })[0]?.values ?? [], c.steps, 0.1);
    });
  }
});

describe("constraints put weights where Keras puts them", () => {
  for (const [i, c] of fixtureCases<WeightCase>("constraints").entries()) {
    test(`${i}: ${c.source}`, () => {
      const constraint = readWord<ConstraintDefinition>("constraint", c.source);
      const { word, params } = constraint;
      const weight = tensorOf(c.weight, "f32");
      const [value] = run([word.apply(g, params, inputOf("weight", weight))], { weight });
      expectClose(value?.values ?? [], c.value, "weight");
      expectDescent(weight, () => tensorOf(c.gradient, "f32").values, c.steps, 0.1, constraint);
    });
  }
});
