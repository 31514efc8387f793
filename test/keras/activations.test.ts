import { describe, test } from "vitest";
import type { ActivationDefinition } from "../../src/library/activation.ts";
import {
  applyActivation,
  gradientsOf,
  inputOf,
  type Nested,
  run,
  tensorOf,
  weighted,
} from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";
import { expectDescent } from "./steps.ts";

interface ActivationCase {
  readonly source: string;
  readonly x: Nested;
  readonly y: Nested;
  readonly upstream: Nested;
  readonly gradient: Nested;
  readonly steps: readonly number[];
}

const cases = ["activations", "more-activations"].flatMap((name) => fixtureCases<ActivationCase>(name));

describe("activations and their derivatives are those of Keras", () => {
  for (const [i, c] of cases.entries()) {
    test(`${i}: ${c.source}`, () => {
      const activation = readWord<ActivationDefinition>("activation", c.source);
      const x = tensorOf(c.x, "f32");
      const node = inputOf("x", x);
      const y = applyActivation(activation, node);
      const slopes = gradientsOf(weighted(y, c.upstream, "f32"), [node]);
      const [value, dx] = run([y, ...slopes], { x });
      expectClose(value?.values ?? [], c.y, "value");
      // Where an activation levels off its derivative is a small difference of numbers near 1.
      expectClose(dx?.values ?? [], c.gradient, "derivative", 0.1);
      expectDescent(x, (at) => run(slopes, { x: at })[0]?.values ?? [], c.steps, 0.1);
    });
  }
});
