/** Scratch memory: reused where lives allow it, never where they meet. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Kernel, Launch } from "../../src/backend/kernel.ts";
import { alignedBytes, planMemory, type ScratchBuffer } from "../../src/backend/memory-plan.ts";
import type { Plan } from "../../src/backend/plan.ts";
import { bytesOf } from "../../src/tensor/types.ts";
import { randomProgram } from "./random-program.ts";
import { planOf } from "./run-both.ts";

const kernel: Kernel = { kind: "map", name: "none", buffers: [], shape: [1], stores: [] };
const launch = (...buffers: number[]): Launch => ({
  kernel,
  args: buffers.map((buffer) => ({ buffer, offset: 0 })),
});
const scratch = (length: number, use: ScratchBuffer["use"] = "scratch"): ScratchBuffer => ({
  dtype: "f32",
  length,
  use,
});

describe("a chain", () => {
  test("needs two places, however long", () => {
    const buffers = new Map(Array.from({ length: 10 }, (_, number) => [number, scratch(100)]));
    const launches = Array.from({ length: 9 }, (_, number) => launch(number, number + 1));
    expect(planMemory(buffers, launches).bytes).toBe(2 * alignedBytes(100, "f32"));
  });

  test("keeps its input from the start and its output to the end", () => {
    const buffers = new Map([
      [0, scratch(16, "input")],
      [1, scratch(16)],
      [2, scratch(16)],
      [3, scratch(16, "output")],
    ]);
    const { offsets, bytes } = planMemory(buffers, [launch(1), launch(1, 0), launch(1, 3), launch(2)]);
    expect(bytes).toBe(3 * 64);
    expect(offsets.get(1)).toBe(offsets.get(2));
  });

  test("takes the tightest gap", () => {
    // At the last launch, gaps of 4 and of 2 blocks are free between buffers that stay.
    const sizes = [64, 48, 40, 32, 32];
    const buffers = new Map(sizes.map((length, number) => [number, scratch(length)]));
    const launches = [launch(0, 1, 2, 3), launch(1, 3), launch(1, 3, 4)];
    const { offsets, bytes } = planMemory(buffers, launches);
    expect(offsets.get(4)).toBe(offsets.get(2));
    expect(bytes).toBe((64 + 48 + 48 + 32) * 4);
  });
});

test("buffers that nothing uses have a place as well", () => {
  const { offsets } = planMemory(new Map([[3, scratch(4, "input")]]), []);
  expect(offsets.get(3)).toBe(0);
  expect(planMemory(new Map(), []).bytes).toBe(0);
});

interface Life {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

function livesOf({ buffers, launches, inputs, outputs }: Plan["programs"][number]): Life[] {
  const places = (named: typeof inputs) => new Set(Object.values(named).map(({ buffer }) => buffer));
  return buffers.flatMap(({ region, offset, length, dtype }, number) => {
    if (region === "state") return [];
    const times = launches.flatMap(({ args }, time) =>
      args.some(({ buffer }) => buffer === number) ? [time] : [],
    );
    return {
      start: offset,
      end: offset + length * bytesOf[dtype],
      from: places(inputs).has(number) ? 0 : Math.min(...times),
      to: places(outputs).has(number) || places(inputs).has(number) ? launches.length : Math.max(...times),
    };
  });
}

test("no two buffers of a program meet in time and place; all are aligned and inside", () => {
  fc.assert(
    fc.property(randomProgram, (program) => {
      const [planned] = planOf(program).programs;
      const lives = livesOf(planned as Plan["programs"][number]);
      for (const [number, a] of lives.entries()) {
        expect(a.start % 64).toBe(0);
        expect(a.end).toBeLessThanOrEqual(planned?.scratchBytes as number);
        for (const b of lives.slice(number + 1)) {
          const meet = a.from <= b.to && b.from <= a.to && a.start < b.end && b.start < a.end;
          expect(meet).toBe(false);
        }
      }
    }),
    { numRuns: 300 },
  );
});
