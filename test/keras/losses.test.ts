import { describe, test } from "vitest";
import type { LossDefinition } from "../../src/library/loss.ts";
import { g, gradientsOf, inputOf, meanLoss, type Nested, run, tensorOf } from "../library/compute.ts";
import { readWord } from "../library/read-word.ts";
import { expectClose, fixtureCases } from "./fixture.ts";
import { expectDescent } from "./steps.ts";

interface LossCase {
  readonly source: string;
  readonly target: Nested;
  readonly output: Nested;
  readonly behind: string | null;
  /** For each row. */
  readonly weights?: readonly number[];
  readonly value: number;
  readonly gradient: Nested;
  readonly steps: readonly number[];
}

const cases = ["losses", "more-losses", "reductions"].flatMap((name) => fixtureCases<LossCase>(name));

describe("losses and their gradients are those of Keras", () => {
  for (const [i, c] of cases.entries()) {
    test(`${i}: ${c.source}${c.behind === null ? "" : ` behind ${c.behind}`}`, () => {
      const loss = readWord<LossDefinition>("loss", c.source);
      const classes = loss.word.facts(loss.params).targets.includes("class");
      const target = tensorOf(c.target, classes ? "i32" : "f32");
      const output = tensorOf(c.output, "f32");
      const node = inputOf("output", output);
      const rows = c.weights && g.constant(c.weights, [c.weights.length], "f32");
      const mean = meanLoss(loss, inputOf("target", target), node, c.behind, rows);
      const slopes = gradientsOf(mean, [node]);
      const [value, gradient] = run([mean, ...slopes], { target, output });
      expectClose(value?.values ?? [], c.value, "value");
      expectClose(gradient?.values ?? [], c.gradient, "gradient");
      expectDescent(output, (at) => run(slopes, { target, output: at })[0]?.values ?? [], c.steps, 0.1);
    });
  }
});
