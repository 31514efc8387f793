/** Convolutions, pooling and embeddings with their gradients: plans and WebAssembly have the bits of the graphs. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpretPlan } from "../../src/backend/interpret.ts";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { compileWasm } from "../../src/backend/targets/wasm/compile-wasm.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import { builder as g } from "../../src/tensor/build.ts";
import { gradient } from "../../src/tensor/gradient.ts";
import type { Node } from "../../src/tensor/node.ts";
import type { Program } from "../../src/tensor/program.ts";
import type { FloatType } from "../../src/tensor/types.ts";
import { someValues } from "./kernels-harness.ts";
import { expectSameBits } from "./run-both.ts";

interface Axis {
  readonly length: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

interface Case {
  readonly dtype: FloatType;
  readonly batch: number;
  readonly axes: readonly Axis[];
  readonly groups: number;
  readonly channels: number;
  readonly filters: number;
}

const axis: fc.Arbitrary<Axis> = fc
  .record({
    extra: fc.nat(6),
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    before: fc.integer({ min: -1, max: 2 }),
    after: fc.integer({ min: -1, max: 2 }),
  })
  .map(({ extra, ...axis }) => ({
    ...axis,
    // As long as the window reaches at least, and never cut away.
    length: Math.max(3, (axis.size - 1) * axis.dilation + 1 - axis.before - axis.after) + extra,
  }));

const cases: fc.Arbitrary<Case> = fc.record({
  dtype: fc.constantFrom<FloatType>("f32", "f64"),
  batch: fc.integer({ min: 1, max: 3 }),
  axes: fc.array(axis, { minLength: 1, maxLength: 3 }),
  groups: fc.integer({ min: 1, max: 3 }),
  channels: fc.constantFrom(1, 2, 5),
  filters: fc.constantFrom(1, 3, 9),
});

function each(axes: readonly Axis[], name: keyof Axis): number[] {
  return axes.map((axis) => axis[name]);
}

function windowed(axes: readonly Axis[]) {
  return {
    strides: each(axes, "stride"),
    dilations: each(axes, "dilation"),
    before: each(axes, "before"),
    after: each(axes, "after"),
  };
}

/** The result and the gradients of its weighted sum. */
function withGradients(y: Node, inputs: Readonly<Record<string, Node>>): Program {
  const weights = g.add(g.mul(g.cast(g.iota(y.shape, y.shape.length - 1, "i32"), y.dtype), 0.25), 0.5);
  const gradients = gradient(g, g.sum(g.mul(g.tanh(y), weights)), Object.values(inputs));
  const named = Object.keys(inputs).map((name, i) => [`d${name}`, gradients[i] as Node] as const);
  return { name: "main", outputs: { y, ...Object.fromEntries(named) }, updates: {} };
}

function convolution({ dtype, batch, axes, groups, channels, filters }: Case): Program {
  const x = g.input("x", [batch, ...each(axes, "length"), groups * channels], dtype);
  const kernel = g.input("kernel", [...each(axes, "size"), channels, groups * filters], dtype);
  return withGradients(g.convolve(x, kernel, { ...windowed(axes), groups }), { x, kernel });
}

function pooling({ dtype, batch, axes, channels, groups }: Case): Program {
  // A tie in most windows.
  const x = g.input("x", [batch, ...each(axes, "length"), channels * groups], dtype);
  const coarse = g.add(g.floor(x), g.mul(x, 0));
  const sizes = each(axes, "size");
  return withGradients(g.maxPool(coarse, { sizes, ...windowed(axes) }), { x });
}

async function expectSameOnWasm(program: Program): Promise<void> {
  const plan = planPrograms([program]);
  const slow = interpretPlan(plan);
  const fast = await openSession(compileWasm(plan));
  for (const session of [slow, fast]) {
    const bound = session.program("main");
    for (const [i, values] of Object.values(bound.inputs).entries()) {
      const dtype = values instanceof Int32Array ? "i32" : values instanceof Float64Array ? "f64" : "f32";
      values.set(someValues(dtype, values.length, i + 3));
    }
    bound.run();
  }
  expect({ ...fast.program("main").outputs }).toEqual({ ...slow.program("main").outputs });
}

describe.each([
  ["convolutions", convolution],
  ["pooling", pooling],
] as const)("%s", (_, make) => {
  test("plans have the bits of the graph", () => {
    fc.assert(
      fc.property(cases, (test) => expectSameBits(make(test), undefined, 1)),
      { numRuns: 25 },
    );
  });

  test("WebAssembly has the interpreter's bits", async () => {
    await fc.assert(
      fc.asyncProperty(cases, (test) => expectSameOnWasm(make(test))),
      { numRuns: 25 },
    );
  });
});

describe("convolutions of some size", () => {
  const base = { length: 9, size: 3, stride: 1, dilation: 1, before: 1, after: 1 };

  test("have the interpreter's bits where k is cut into blocks and panels are many", async () => {
    const wide = { length: 30, size: 3, stride: 1, dilation: 1, before: 1, after: 1 };
    const axes = [wide, wide];
    const shape = { dtype: "f32", batch: 2, groups: 1 } as const;
    await expectSameOnWasm(convolution({ ...shape, axes, channels: 3, filters: 19 }));
    await expectSameOnWasm(convolution({ ...shape, axes: [base, base], channels: 70, filters: 11 }));
  });

  test("read their input where it is: windows are never copied", () => {
    const axes = [base, base];
    const program = convolution({ dtype: "f32", batch: 2, axes, groups: 1, channels: 32, filters: 4 });
    const { scratchBytes } = planPrograms([program]);
    // Input, kernel, result, both gradients and padded copies: far less than nine windows of the input.
    expect(scratchBytes).toBeLessThan((9 * (2 * 9 * 9 * 32) * 4) / 1.5);
  });
});

describe("embeddings", () => {
  const table = g.state("table", [7, 20], "f32");
  const ids = g.input("ids", [3, 4], "i32");
  const rows = g.gather(table, ids);
  const [step] = gradient(g, g.sum(g.mul(rows, rows)), [table]) as [Node];

  test("learn in place, reading rows before any is written", () => {
    const updates = { table: g.sub(table, g.mul(step, 0.1)) };
    expectSameBits({ name: "main", outputs: { rows }, updates }, undefined, 3);
  });

  test("read old rows where the next table is computed from them", async () => {
    const next = g.add(table, g.gather(table, g.sub(6, g.iota([7], 0, "i32"))));
    const program = { name: "main", outputs: { rows }, updates: { table: next } };
    expectSameBits(program, undefined, 3);
    await expectSameOnWasm({ ...program, outputs: { rows, step } });
  });
});
