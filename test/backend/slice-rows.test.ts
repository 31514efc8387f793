/** Kernels over more rows than a cache holds, run for a few at a time: which may, what it saves, and that no bit changes. */
import { describe, expect, test } from "vitest";
import { interpretPlan } from "../../src/backend/interpret.ts";
import { compileNative } from "../../src/backend/targets/native/compile-native.ts";
import { nativeTarget } from "../../src/backend/targets/native/native-target.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { makeAddon, openNativeSession } from "../../src/runtime/node-native-session.ts";
import type { BoundProgram, Session } from "../../src/runtime/session.ts";
import { builder as g } from "../../src/tensor/build.ts";
import type { Node } from "../../src/tensor/node.ts";
import { type NumberArray, sizeOf } from "../../src/tensor/types.ts";
import { openReady } from "../runtime/await-threads.ts";
import { compiler, freshBuild } from "./native-machine.ts";
import { expectSameBits, interleaved, planOf, slicedPlanOf } from "./run-both.ts";

const rows = 32;
const x = g.input("x", [rows, 8, 8, 2], "f32");
const placing = { strides: [1, 1], dilations: [1, 1], before: [1, 1], after: [1, 1], groups: 1 };
const filters = (name: string, from: number, to: number): Node => g.state(name, [3, 3, from, to], "f32");

/** Two convolutions with a pool between them: what a network for images is made of. */
function convolved(from: Node): Node {
  const first = g.max(g.convolve(from, filters("first", 2, 3), placing), 0);
  const pooled = g.reduceMax(g.reshape(first, [rows, 4, 2, 4, 2, 3]), [2, 4]);
  return g.convolve(pooled, filters("second", 3, 4), placing);
}

function counts(y: Node): { launches: number; sliced: number } {
  const program = { name: "main", outputs: { y }, updates: {} };
  const plan = slicedPlanOf(program);
  expectSameBits(program, interleaved(plan));
  return {
    launches: planOf(program).programs[0]?.launches.length as number,
    sliced: plan.programs[0]?.launches.length as number,
  };
}

const square = (y: Node): Node => g.slice(y, [0, 0], [rows, rows]);

describe("a network for images", () => {
  test("runs row by row, in the room of a few", () => {
    const y = convolved(x);
    const { launches, sliced } = counts(y);
    expect(sliced).toBe(rows * launches);
    const ends = 4 * (sizeOf(x.shape) + sizeOf(y.shape));
    const [whole, parts] = [planOf, slicedPlanOf].map(
      (plan) => plan({ name: "main", outputs: { y }, updates: {} }).scratchBytes - ends,
    );
    // That of as many rows as threads may take at once.
    expect(parts).toBeLessThan((whole as number) / 3);
  });

  test("does so up to where all rows meet, and from there again", () => {
    const y = convolved(x);
    const centred = g.sub(y, g.broadcast(g.reduceMax(y, [0]), y.shape));
    const { launches, sliced } = counts(g.mul(g.reshape(centred, [rows, 64]), g.reshape(y, [rows, 64])));
    expect(sliced).toBeGreaterThan(launches);
    expect(sliced).toBeLessThan(rows * launches);
  });
});

describe("by three threads", () => {
  const y = convolved(x);
  const plan = slicedPlanOf({ name: "main", outputs: { y }, updates: {} });
  const sharing = { worthSharing: 0 };
  const expected = results(interpretPlan(plan));

  test("has the bits of one in WebAssembly", async () => {
    expect(results(await openReady(compileWasm(plan, { ...sharing, threads: 3 }), 3))).toEqual(expected);
  });

  test.skipIf(compiler === undefined)("has them in native code", async () => {
    const machine = compiler as NonNullable<typeof compiler>;
    const code = compileNative(plan, nativeTarget(machine.macros), { ...sharing, threads: true });
    const addon = await makeAddon(code, machine, freshBuild());
    expect(results(openNativeSession(code, addon, 3))).toEqual(expected);
  });
});

type Ran = Pick<Session, "state"> & {
  program(name: string): Pick<BoundProgram, "inputs" | "outputs" | "run">;
};

function results({ state, program }: Ran): number[] {
  const { inputs, outputs, run } = program("main");
  for (const [number, values] of [...Object.values(state), inputs.x as NumberArray].entries()) {
    values.set(values.map((_, place) => Math.fround(((place * 37 + number) % 101) / 50 - 1)));
  }
  run();
  return [...(outputs.y as NumberArray)];
}

test.each([
  ["the number of a row as a value", (y: Node) => g.mul(y, g.iota(y.shape, 0, "f32"))],
  ["random numbers", (y: Node) => g.mul(y, g.random([1, 2], g.input("step", [], "i32"), y.shape, "f32"))],
  ["rows in the other order", (y: Node) => g.exp(g.slice(y, [rows - 1, 0], y.shape, [-1, 1]))],
  ["rows that data choose", (y: Node) => g.gather(y, g.input("which", [rows], "i32"))],
  ["the row before", (y: Node) => g.exp(g.slice(g.pad(y, [1, 0], [0, 0]), [0, 0], y.shape))],
  ["a row and a column", (y: Node) => g.add(square(y), g.transpose(square(y), [1, 0]))],
])("keeps bits where a kernel asks for %s", (_, last) => {
  const h = g.exp(g.reshape(x, [rows, 128]));
  const total = g.sum(h, [1]);
  counts(last(g.mul(h, g.broadcast(g.reshape(total, [rows, 1]), [rows, 128]))));
});
