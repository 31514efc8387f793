import { describe, test } from "vitest";
import type { OptimizerDefinition } from "../../src/library/optimizer.ts";
import { flattened, type Nested, shapeOfNested } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { trainWeights } from "../library/train-weights.ts";
import { expectClose, fixtureCases } from "./fixture.ts";

interface OptimizerCase {
  readonly source: string;
  /** Several weights, of any shapes. */
  readonly start: readonly Nested[];
  /** By update, then by weight. */
  readonly gradients: readonly (readonly Nested[])[];
  readonly weights: readonly (readonly Nested[])[];
}

const cases = ["optimizers", "more-optimizers"].flatMap((name) => fixtureCases<OptimizerCase>(name));

describe("updates of a training program move weights as in Keras", () => {
  for (const [i, c] of cases.entries()) {
    test(`${i}: ${c.source}`, () => {
      const history = trainWeights({
        optimizer: readWord<OptimizerDefinition>("optimizer", c.source),
        shapes: c.start.map(shapeOfNested),
        start: flattened(c.start),
        gradient: (_weights, step) => flattened(c.gradients[step - 1] as Nested),
        steps: c.gradients.length,
      });
      for (const [t, after] of history.entries())
        expectClose(after, flattened(c.weights[t] as Nested), `step ${t + 1}`);
    });
  }
});
