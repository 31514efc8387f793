/** Random programs through the whole back: compiled to WebAssembly and opened, they give the interpreter's bits. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { interpretPlan } from "../../src/backend/interpret.ts";
import type { Plan } from "../../src/backend/plan.ts";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import type { NumberArray } from "../../src/tensor/types.ts";
import { perceptron } from "../backend/networks.ts";
import { randomProgram } from "../backend/random-program.ts";
import { planOf } from "../backend/run-both.ts";

type Arrays = Readonly<Record<string, NumberArray>>;

/** Runs all programs in turn, twice, in both, from the same states and inputs. */
async function expectSameSessions(plan: Plan): Promise<void> {
  const expected = interpretPlan(plan);
  const session = await openSession(compileWasm(plan));
  fill(expected.state, session.state, 1);
  for (const round of [2, 3]) {
    for (const { name } of plan.programs) {
      const [reference, program] = [expected.program(name), session.program(name)];
      fill(reference.inputs, program.inputs, round);
      reference.run();
      program.run();
      expect(program.outputs).toEqual(reference.outputs);
      expect(session.state).toEqual(expected.state);
    }
  }
}

function fill(first: Arrays, second: Arrays, seed: number): void {
  let counter = seed;
  for (const [name, values] of Object.entries(first)) {
    for (let place = 0; place < values.length; place++) {
      counter = (Math.imul(counter, 1664525) + 1013904223) | 0;
      values[place] = values instanceof Int32Array ? (counter >>> 8) % 4 : (counter >> 8) / 2 ** 23;
    }
    second[name]?.set(values);
  }
}

test("of every kind of node", async () => {
  await fc.assert(
    fc.asyncProperty(randomProgram, (program) => expectSameSessions(planOf(program))),
    { numRuns: 120 },
  );
});

test("of a network in training, with its prediction", async () => {
  const { train, predict } = perceptron(9, [21, 17, 11, 5], 0.5);
  await expectSameSessions(planPrograms([train, predict]));
});
