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
import { assemble } from "../../src/backend/targets/wasm/assemble.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { plain } from "../../src/backend/targets/wasm/operations.ts";
import { constant, control, get, type Team } from "../../src/backend/targets/wasm/team.ts";
import { startFunction, teamFunctions } from "../../src/backend/targets/wasm/team-functions.ts";
import { makeAddon, openNativeSession } from "../../src/runtime/node-native-session.ts";
import { nodeThreads } from "../../src/runtime/node-threads.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import type { Session } from "../../src/runtime/session.ts";
import type { ThreadHost, ThreadStart } from "../../src/runtime/threads.ts";
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
  // Worth sharing at any price: however busy the machine is, no run has fewer threads.
  const artifact = compileWasm(own, { threads, worthSharing: 0 });
  const session = await openSession(artifact, nodeThreads(threads));
  const before = steps(session, 1);
  for (const values of Object.values(session.state)) values.fill(0);
  await threadsReady(artifact, session);
  // Until all stand ready, one thread does the work of all.
  expect(before).toEqual(once);
  const weights = steps(session, 5);
  expect(new Int32Array(session.memory)[(artifact.threads?.words.jobs ?? 0) >> 2]).toBeGreaterThanOrEqual(5);
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

  test("that fail while the first sleeps wake it with an error", async () => {
    const artifact = compileWasm(plan, { threads: 2, worthSharing: 0 });
    const node = nodeThreads(2);
    const host = {
      ...node,
      start: (thread: ThreadStart) => {
        Atomics.store(new Int32Array(thread.memory.buffer), (artifact.threads?.words.ready ?? 0) >> 2, 1);
        return node.start({ ...thread, module: undefined } as never);
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

/**
 * Runs of a team of four, of which `ready` others stand ready, by a program that waits in vain as often as it is told wherever more than
 * `enough` threads run it: how many each run had.
 */
async function runsOfFour(ready: number, enough = 1): Promise<(told: readonly number[]) => number[]> {
  const team: Team = { at: 1024, threads: 4, first: 0 };
  const [lostAt, countAt] = [0, 4];
  const functions = teamFunctions(team);
  const program = functions.length;
  const lost = [constant(lostAt), plain("i32.load", 2, 0)];
  const tooMany = [constant(enough), get(1), plain("i32.lt_s")];
  const lose = [...lost, ...tooMany, plain("i32.mul"), plain("i32.atomic.rmw.add", 2, 0), plain("drop")];
  const say = [constant(countAt), get(1), plain("i32.store", 2, 0)];
  const code = [constant(team.at + control.lost), ...lose, ...say];
  functions.push(
    { name: "program", parameters: ["i32", "i32"], locals: [], exported: false, code },
    startFunction(team, 0, { name: "run", program, waits: 16 }),
  );
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const module = new WebAssembly.Module(assemble({ functions, pages: 1, shared: true }));
  const { run } = (await WebAssembly.instantiate(module, { env: { memory } })).exports;
  const words = new Int32Array(memory.buffer);
  words[(team.at + control.ready) / 4] = ready;
  return (told) =>
    told.map((times) => {
      words[lostAt / 4] = times;
      (run as () => void)();
      return words[countAt / 4] as number;
    });
}

describe("a run in WebAssembly has", () => {
  const times = (count: number, value: number): number[] => Array<number>(count).fill(value);

  test("one thread until all are ready", async () => {
    expect((await runsOfFour(2))(times(5, 9))).toEqual(times(5, 1));
  });

  test("all that there are, even where they wait in vain a little more than they may now and then", async () => {
    const told = Array.from({ length: 1000 }, (_, run) => (run % 10 === 0 ? 9 : 0));
    expect((await runsOfFour(3))(told)).toEqual(times(1000, 4));
  });

  test("half as many, then half of those, where they keep waiting; all again when that is over", async () => {
    const run = await runsOfFour(3);
    expect(run([99, 99])).toEqual([4, 2]);
    expect(run(times(35, 0))).toEqual([...times(21, 1), ...times(11, 2), ...times(3, 4)]);
  });

  test("as many as are of use, and ever less often more", async () => {
    const run = await runsOfFour(3, 2);
    const tries = [1, 2].map(() => run(times(1000, 99)).filter((count) => count !== 2));
    expect(tries).toEqual([times(8, 4), times(4, 4)]);
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
