/** Whole programs as native code, beside WebAssembly and the interpreter: three times the same bits. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpretPlan } from "../../src/backend/interpret.ts";
import type { Plan } from "../../src/backend/plan.ts";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileNative, nativeSource } from "../../src/backend/targets/native/compile-native.ts";
import { nativeTarget, nativeTargets } from "../../src/backend/targets/native/native-target.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import type { Compiler } from "../../src/runtime/node-native-compiler.ts";
import { makeAddon, openNativeSession } from "../../src/runtime/node-native-session.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import { builder as g } from "../../src/tensor/build.ts";
import type { NumberArray } from "../../src/tensor/types.ts";
import { someValues } from "./kernels-harness.ts";
import { compiler, freshBuild } from "./native-machine.ts";
import { perceptron } from "./networks.ts";
import { randomProgram } from "./random-program.ts";

/** Many plans as one, so that the C compiler is started once: their states lie one after another. */
function joined(plans: readonly Plan[]): Plan {
  let base = 0;
  const parts = plans.map((plan, number) => {
    const start = base;
    base += plan.stateBytes;
    return {
      programs: plan.programs.map((program) => ({
        ...program,
        name: `${number}/${program.name}`,
        buffers: program.buffers.map((buffer) => ({
          ...buffer,
          offset: buffer.offset + (buffer.region === "state" ? start : 0),
        })),
      })),
      state: Object.entries(plan.state).map(
        ([name, place]) => [`${number}/${name}`, { ...place, byteOffset: place.byteOffset + start }] as const,
      ),
    };
  });
  return {
    programs: parts.flatMap(({ programs }) => programs),
    state: Object.fromEntries(parts.flatMap(({ state }) => state)),
    stateBytes: base,
    scratchBytes: Math.max(...plans.map(({ scratchBytes }) => scratchBytes)),
  };
}

type Arrays = Readonly<Record<string, NumberArray>>;

function fill(arrays: Arrays, seed: number): void {
  Object.values(arrays).forEach((array, index) => {
    const dtype = array instanceof Int32Array ? "i32" : array instanceof Float64Array ? "f64" : "f32";
    const values = someValues(dtype, array.length, seed + index);
    // Counters and labels are not negative.
    array.set(dtype === "i32" ? values.map(Math.abs) : values);
  });
}

async function compare(
  plan: Plan,
  target: number | undefined,
  machine: Compiler,
  runs: number,
): Promise<void> {
  const code = compileNative(
    plan,
    target === undefined
      ? nativeTarget(machine.macros)
      : (nativeTargets[target] as (typeof nativeTargets)[0]),
  );
  const native = openNativeSession(code, await makeAddon(code, machine, build));
  const sessions = [interpretPlan(plan), await openSession(compileWasm(plan)), native] as const;
  const [slow, ...fast] = sessions;
  for (const session of sessions) fill(session.state, 1);
  for (let run = 0; run < runs; run++) {
    for (const { name } of plan.programs) {
      for (const session of sessions) {
        const program = session.program(name);
        fill(program.inputs, run);
        program.run();
      }
      for (const session of fast) {
        expect({ ...session.program(name).outputs }).toEqual({ ...slow.program(name).outputs });
        expect({ ...session.state }).toEqual({ ...slow.state });
      }
    }
  }
}

const build = freshBuild("-O2");

describe.skipIf(compiler === undefined)("programs as native code", () => {
  const machine = compiler as Compiler;

  test("train and predict with the bits of WebAssembly and the interpreter", async () => {
    const small = perceptron(5, [7, 9, 4, 3], 0.3);
    const last = perceptron(2, [7, 9, 4, 3], 0.3);
    await compare(planPrograms([small.train, last.train, small.predict]), undefined, machine, 3);
  });

  test("ask ahead for rows of a matrix that are read once and come from afar", async () => {
    const product = g.matmul(g.input("a", [1, 1100], "f32"), g.input("b", [1100, 256], "f32"));
    const plan = planPrograms([{ name: "product", outputs: { c: product }, updates: {} }]);
    for (const target of nativeTargets) expect(nativeSource(plan, target)).toContain("__builtin_prefetch(");
    await compare(plan, undefined, machine, 1);
  });

  nativeTargets.forEach(({ vectorBytes }, target) => {
    test(`agree on random programs in vectors of ${vectorBytes} bytes (machine ${target})`, async () => {
      const plans = fc.sample(randomProgram, 12).map((program) => planPrograms([program]));
      await compare(joined(plans), target, machine, 2);
    });
  });
});

describe("the C of programs", () => {
  const { train } = perceptron(4, [6, 6, 6, 6, 6, 6]);
  const plan = planPrograms([train]);

  test("has one function for equal kernels", () => {
    const launches = plan.programs[0]?.launches ?? [];
    const distinct = new Set(launches.map(({ kernel }) => kernel)).size;
    expect(distinct).toBeLessThan(launches.length);
    for (const target of nativeTargets) {
      expect(nativeSource(plan, target).match(/^static .*void kernel_/gm)).toHaveLength(distinct);
    }
  });

  test("is the same text whenever it is made, so that the cache finds it", () => {
    for (const target of nativeTargets) {
      expect(compileNative(plan, target).source).toBe(compileNative(planPrograms([train]), target).source);
    }
  });

  test("includes nothing and names nobody's files", () => {
    expect(compileNative(plan, nativeTargets[0] as (typeof nativeTargets)[0]).source).not.toMatch(
      /#include|\.ts/,
    );
  });

  test("lies in memory as WebAssembly does, so that one session can change over", () => {
    const { programs, state, constants } = compileWasm(plan);
    const native = compileNative(plan, nativeTargets[0] as (typeof nativeTargets)[0]);
    expect(native.state).toEqual(state);
    expect(native.constants).toEqual(constants);
    for (const [name, { inputs, outputs }] of Object.entries(programs)) {
      expect(native.programs[name]).toMatchObject({ inputs, outputs });
    }
  });
});
