import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpretPlan } from "../../src/backend/interpret.ts";
import type { Plan } from "../../src/backend/plan.ts";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileWasm, wasmModule } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { printWat } from "../../src/backend/targets/wasm/print-wat.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import type { NumberArray } from "../../src/tensor/types.ts";
import { someValues } from "./kernels-harness.ts";
import { perceptron } from "./networks.ts";
import { randomProgram } from "./random-program.ts";

type Arrays = Readonly<Record<string, NumberArray>>;

function fill(arrays: Arrays, seed: number): void {
  Object.values(arrays).forEach((array, index) => {
    const dtype = array instanceof Int32Array ? "i32" : array instanceof Float64Array ? "f64" : "f32";
    const values = someValues(dtype, array.length, seed + index);
    // Counters and labels are not negative.
    array.set(dtype === "i32" ? values.map(Math.abs) : values);
  });
}

/** Runs every program of a plan several times in both, over the same state. */
async function compare(plan: Plan, runs = 2): Promise<void> {
  const slow = interpretPlan(plan);
  const fast = await openSession(compileWasm(plan));
  for (const session of [slow, fast]) fill(session.state, 1);
  for (let run = 0; run < runs; run++) {
    for (const { name } of plan.programs) {
      for (const session of [slow, fast]) {
        const program = session.program(name);
        fill(program.inputs, run);
        program.run();
      }
      expect({ ...fast.program(name).outputs }).toEqual({ ...slow.program(name).outputs });
      expect({ ...fast.state }).toEqual({ ...slow.state });
    }
  }
}

describe("programs as WebAssembly", () => {
  it("train and predict with the interpreter's bits", async () => {
    const small = perceptron(5, [7, 9, 4, 3], 0.3);
    const last = perceptron(2, [7, 9, 4, 3], 0.3);
    await compare(planPrograms([small.train, last.train, small.predict]), 3);
  });

  it("agree on random programs", async () => {
    await fc.assert(
      fc.asyncProperty(randomProgram, (program) => compare(planPrograms([program]))),
      { numRuns: 80 },
    );
  });

  it("share one function among equal kernels", () => {
    const { train } = perceptron(4, [6, 6, 6, 6, 6, 6]);
    const plan = planPrograms([train]);
    const launches = plan.programs[0]?.launches ?? [];
    const distinct = new Set(launches.map(({ kernel }) => kernel)).size;
    expect(distinct).toBeLessThan(launches.length);
    expect(wasmModule(plan).functions.length).toBe(distinct + 1);
    expect(printWat(wasmModule(plan))).toContain(`(export "run ${train.name}")`);
  });

  it("put regions and workspaces on lines of 64 bytes, after each other", () => {
    const { train } = perceptron(4, [6, 6, 2]);
    const plan = planPrograms([train]);
    const artifact = compileWasm(plan);
    expect(artifact.memoryBytes % 64).toBe(0);
    expect(artifact.memoryBytes).toBeGreaterThanOrEqual(plan.stateBytes + plan.scratchBytes);
    expect(artifact.state.weights?.length).toBe(6 * 6 + 6 + 6 * 2 + 2);
  });

  it("say so when memory would not do", () => {
    const empty = { programs: [], state: {}, stateBytes: 5 * 2 ** 30, scratchBytes: 0 };
    expect(() => compileWasm(empty)).toThrow(
      "the model needs 5.0 GiB of memory, and WebAssembly has at most 4",
    );
  });
});
