/** Fusing and planning change no bit of any program. */
import fc from "fast-check";
import { test } from "vitest";
import { randomProgram } from "./random-program.ts";
import { expectSameBits, interleaved, planOf, slicedPlanOf } from "./run-both.ts";

test("plans compute what graphs say, in every bit, whatever was in memory", () => {
  fc.assert(
    fc.property(randomProgram, fc.boolean(), (program, sliced) => {
      expectSameBits(program, sliced ? interleaved(slicedPlanOf(program)) : planOf(program));
    }),
    { numRuns: 600 },
  );
});
