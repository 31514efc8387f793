/** How programs run: the same bits by any number of threads on both targets, no hang where one of them fails, no garbage. */
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { interpretPlan } from "../../src/backend/interpret.ts";
import type { Plan } from "../../src/backend/plan.ts";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileNative } from "../../src/backend/targets/native/compile-native.ts";
import { nativeTarget } from "../../src/backend/targets/native/native-target.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { makeAddon, openNativeSession } from "../../src/runtime/node-native-session.ts";
import { nodeThreads } from "../../src/runtime/node-threads.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import type { Session } from "../../src/runtime/session.ts";
import type { ThreadHost } from "../../src/runtime/threads.ts";
import { compiler, freshBuild } from "../backend/native-machine.ts";
import { perceptron } from "../backend/networks.ts";
import { threadsReady } from "./await-threads.ts";

const { train, predict } = perceptron(48, [200, 160, 70, 9], 0.5);
const plan = planPrograms([train, predict]);

type Trained = Pick<Session, "state"> & {
  program(name: string): Pick<ReturnType<Session["program"]>, "inputs" | "run">;
};

function steps(session: Trained, count: number): number[] {
  session.state.weights?.set(
    (session.state.weights as Float32Array).map((_, i) => Math.fround(((i * 37) % 101) / 500 - 0.1)),
  );
  const { inputs, run } = session.program(train.name);
  for (let step = 0; step < count; step++) {
    inputs.x?.set((inputs.x as Float32Array).map((_, i) => Math.fround(((i * 61 + step) % 89) / 89)));
    inputs.label?.set((inputs.label as Int32Array).map((_, i) => i % 9));
    run();
  }
  return [...(session.state.weights as Float32Array)];
}

async function onWasm(own: Plan, threads: number): Promise<number[]> {
  const artifact = compileWasm(own, { threads });
  const session = await openSession(artifact, nodeThreads(threads));
  const before = steps(session, 1);
  for (const values of Object.values(session.state)) values.fill(0);
  await threadsReady(artifact, session);
  // Until all stand ready, one thread does the work of all.
  expect(before).toEqual(once);
  const weights = steps(session, 5);
  expect(new Int32Array(session.memory)[(artifact.threads?.words.start ?? 0) >> 2]).toBeGreaterThanOrEqual(5);
  return weights;
}

const reference = interpretPlan(plan);
const once = steps(reference, 1);
for (const values of Object.values(reference.state)) values.fill(0);
const expected = steps(reference, 5);

/** Collects what can be collected, and says how many bytes there are. */
function heapBytes(collect: boolean): number {
  setFlagsFromString("--expose-gc");
  if (collect) (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}

function bytesAStep(session: Session): { readonly made: number; readonly kept: number } {
  const { inputs, run } = session.program(tiny.name);
  const x = new Float32Array(8 * 6).fill(0.5);
  const repeat = (count: number): void => {
    for (let step = 0; step < count; step++) {
      inputs.x?.set(x);
      run();
    }
  };
  repeat(2000);
  const before = heapBytes(true);
  repeat(10_000);
  return { made: (heapBytes(false) - before) / 10_000, kept: heapBytes(true) - before };
}

const { train: tiny } = perceptron(8, [6, 5, 3], 0.5);

describe("ten thousand steps leave no garbage", () => {
  test.skipIf(compiler === undefined)("in WebAssembly and natively", async () => {
    const own = planPrograms([tiny]);
    const machine = compiler as NonNullable<typeof compiler>;
    const code = compileNative(own, nativeTarget(machine.macros));
    const native = openNativeSession(code, await makeAddon(code, machine, freshBuild()));
    for (const session of [await openSession(compileWasm(own)), native]) {
      // What the engine does beside, such as compiling what runs often, is over after a while: garbage would be there each time.
      const tries = [1, 2, 3].map(() => bytesAStep(session));
      expect(Math.min(...tries.map(({ made }) => made))).toBeLessThan(64);
      expect(Math.min(...tries.map(({ kept }) => kept))).toBeLessThan(2 ** 17);
    }
  });
});

describe("threads of WebAssembly", () => {
  test.each([2, 3])("%i give the interpreter's bits", async (threads) => {
    expect(await onWasm(plan, threads)).toEqual(expected);
  });

  test("are not there for programs that are over sooner than they would hear of it", () => {
    const small = planPrograms([perceptron(4, [3, 5, 2]).train]);
    expect(compileWasm(small, { threads: 4 })).toEqual(compileWasm(small));
  });

  test("that fail end the run with an error: nobody waits for them", async () => {
    const artifact = compileWasm(plan, { threads: 2 });
    const host: ThreadHost = {
      count: 2,
      mayWait: true,
      start({ memory, failed }) {
        const words = new Int32Array(memory.buffer);
        Atomics.store(words, (artifact.threads?.words.ready ?? 0) >> 2, 1);
        Atomics.store(words, failed >> 2, 1);
        return () => undefined;
      },
    };
    const session = await openSession(artifact, host);
    expect(() => session.program(train.name).run()).toThrow("A thread of the model has failed");
  });

  test("that cannot start leave the work to the first", async () => {
    const artifact = compileWasm(plan, { threads: 3 });
    const node = nodeThreads(3);
    const broken = { ...artifact.threads, number: "no number" };
    const host = {
      ...node,
      start: (thread: object) => node.start({ ...thread, ...broken, module: undefined } as never),
    };
    const session = await openSession(artifact, host);
    await setTimeout(50);
    expect(steps(session, 1)).toEqual(once);
  });
});

describe.skipIf(compiler === undefined)("threads of native code", () => {
  test("give the interpreter's bits by any number, in sessions side by side", async () => {
    const machine = compiler as NonNullable<typeof compiler>;
    const code = compileNative(plan, nativeTarget(machine.macros), { threads: true });
    expect(code.source).toContain("meet(count)");
    const addon = await makeAddon(code, machine, freshBuild());
    for (const threads of [3, 1, 2])
      expect(steps(openNativeSession(code, addon, threads), 5)).toEqual(expected);
    const sessions = [2, 3].map((threads) => openNativeSession(code, addon, threads));
    for (let round = 0; round < 100; round++) {
      for (const session of sessions) session.program(train.name).run();
    }
    const [first, second] = sessions.map(({ state }) => state.weights);
    expect(first).toEqual(second);
  });
});
