import { describe, test } from "vitest";
import type { OptimizerDefinition } from "../../src/library/optimizer.ts";
import { trainFlat } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";

interface OptimizerCase {
  readonly source: string;
  /** Done around the update (clipping, decay): the programs for training are compared with these. */
  readonly clips: boolean;
  /** Two weights. */
  readonly start: readonly (readonly number[])[];
  readonly gradients: readonly (readonly (readonly number[])[])[];
  readonly weights: readonly (readonly (readonly number[])[])[];
}

describe("three updates move weights as in Keras", () => {
  for (const c of fixtureCases<OptimizerCase>("optimizers").filter(({ clips }) => !clips)) {
    test(c.source, () => {
      const optimizer = readWord<OptimizerDefinition>("optimizer", c.source);
      const steps = trainFlat(
        optimizer,
        c.start.flat(),
        c.gradients.map((step) => step.flat()),
      );
      for (const [t, weights] of steps.entries()) {
        expectClose(weights, c.weights[t]?.flat() ?? [], `step ${t + 1}`);
      }
    });
  }
});
