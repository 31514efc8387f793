/** What fusion makes of the graphs that networks are made of: which kernels, over which memory. All run with the right bits. */
import { describe, expect, test } from "vitest";
import { fuse, statesOf } from "../../src/backend/fuse.ts";
import type { Launch, ReduceKernel } from "../../src/backend/kernel.ts";
import type { Plan } from "../../src/backend/plan.ts";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { builder as g } from "../../src/tensor/build.ts";
import type { Node } from "../../src/tensor/node.ts";
import { GraphError } from "../../src/tensor/primitive.ts";
import type { Program } from "../../src/tensor/program.ts";
import { perceptron } from "./networks.ts";
import { expectSameBits, planOf } from "./run-both.ts";

type Nodes = Program["outputs"];

/** The plan of a program, which is checked to compute the right bits. */
function checked(outputs: Nodes, updates: Nodes = {}): Plan {
  const program = { name: "main", outputs, updates };
  const plan = planOf(program);
  expectSameBits(program, plan);
  return plan;
}

function launchesOf(outputs: Nodes, updates: Nodes = {}): readonly Launch[] {
  return checked(outputs, updates).programs[0]?.launches ?? [];
}

function namesOf(outputs: Nodes, updates: Nodes = {}): string[] {
  return launchesOf(outputs, updates).map(({ kernel }) => kernel.name);
}

const x = g.input("x", [4, 6], "f32");
const w = g.state("w", [6, 5], "f32");
const b = g.state("b", [5], "f32");
const s = g.state("s", [4, 6], "f32");
const t = g.state("t", [4, 6], "f32");

describe("one kernel", () => {
  test("for a pointwise chain", () => {
    expect(namesOf({ y: g.tanh(g.add(g.mul(x, 2), 1)) })).toEqual(["mul + add + tanh"]);
  });

  test("for a dense layer: bias and activation in the epilogue", () => {
    expect(namesOf({ y: g.max(g.add(g.matmul(x, w), b), 0) })).toEqual(["matmul + add + max"]);
  });

  test("for a reduction with prologue and epilogue", () => {
    expect(namesOf({ y: g.sqrt(g.mean(g.mul(x, x), [1])) })).toEqual(["mul + reduce-sum + mul + sqrt"]);
  });

  test("for a product with a residual and a second result", () => {
    const z = g.add(g.matmul(x, g.state("v", [6, 6], "f32")), x);
    expect(namesOf({ z, y: g.tanh(z) })).toEqual(["matmul + add + tanh"]);
  });

  test("for a diamond, whose shared part is computed once", () => {
    const e = g.exp(x);
    const [launch] = launchesOf({ y: g.mul(g.add(e, 1), g.sub(e, 1)) });
    expect(launch?.kernel.name).toBe("exp + add + sub + mul");
  });

  test("for two results that read the same", () => {
    expect(namesOf({ y: g.exp(x), z: g.neg(x) })).toHaveLength(1);
  });

  test("for all that is done with single numbers", () => {
    const n = g.state("n", [], "i32");
    const time = g.cast(g.add(n, 1), "f32");
    const rates = { a: g.pow(0.9, time), b: g.pow(0.99, time), c: g.state("c", [], "f32") };
    expect(namesOf({ y: rates.a, z: g.sqrt(rates.b), c: g.neg(rates.c) }, { n: g.add(n, 1) })).toHaveLength(
      1,
    );
  });
});

describe("views", () => {
  test("cost nothing in front of a chain, whatever they are made of", () => {
    const turned = g.transpose(g.reshape(x, [2, 2, 6]), [2, 0, 1]);
    const rows = g.slice(turned, [5, 0, 0], [3, 2, 1], [-2, 1, 1]);
    expect(namesOf({ y: g.neg(g.broadcast(rows, [3, 2, 4])) })).toEqual(["neg"]);
  });

  test("change only strides of operands", () => {
    const { kernel } = launchesOf({
      y: g.matmul(g.transpose(x, [1, 0]), g.slice(s, [0, 1], [4, 3])),
    })[0] as Launch;
    expect(kernel).toMatchObject({ kind: "contract", m: 6, n: 3, k: [4], a: { at: { strides: [1, 0, 6] } } });
  });

  test("pick where they pad", () => {
    expect(namesOf({ y: g.exp(g.pad(x, [1, 0], [0, 2], 3)) })).toEqual(["exp"]);
  });

  test("that no affine index describes read from memory", () => {
    const crossed = g.reshape(g.transpose(g.exp(x), [1, 0]), [4, 6]);
    expect(namesOf({ y: g.neg(crossed) })).toEqual(["exp", "neg"]);
  });

  test("of a sum of what several steps cost are computed first, not for every element", () => {
    const row = g.exp(g.add(b, 1));
    expect(namesOf({ y: g.mul(g.state("z", [4, 5], "f32"), row) })).toEqual(["add + exp", "mul"]);
  });

  test("an operand that takes computing is computed first", () => {
    expect(namesOf({ y: g.matmul(g.exp(x), w) })).toEqual(["exp", "matmul"]);
  });
});

describe("loops", () => {
  test("neighbours merge where memory runs on", () => {
    const { kernel } = launchesOf({ y: g.add(s, x) })[0] as Launch;
    expect(kernel).toMatchObject({ kind: "map", shape: [24] });
  });

  test("not where it does not", () => {
    const { kernel } = launchesOf({ y: g.add(x, g.state("r", [6], "f32")) })[0] as Launch;
    expect(kernel).toMatchObject({ kind: "map", shape: [4, 6] });
  });

  test("batches of rows of one matrix are more rows", () => {
    const h = g.input("h", [3, 4, 6], "f32");
    const { kernel } = launchesOf({ y: g.add(g.matmul(h, g.broadcast(w, [3, 6, 5])), b) })[0] as Launch;
    expect(kernel).toMatchObject({ kind: "contract", batch: [], m: 12, n: 5, k: [6] });
  });

  test("axes of size 1 are none, but there is always one loop to run", () => {
    expect(launchesOf({ y: g.exp(g.state("o", [1, 1], "f32")) })[0]?.kernel).toMatchObject({ shape: [1] });
    const folded = launchesOf({ y: g.sum(g.state("o", [3, 1], "f32"), [1]) })[0]?.kernel as ReduceKernel;
    expect([folded.kept, folded.reduced]).toEqual([[3], [1]]);
  });

  test("a reduction keeps its order though its axes merge", () => {
    const wide = g.input("wide", [3, 8, 40], "f32");
    const [inner, outer] = launchesOf({ a: g.sum(wide, [1, 2]), b: g.sum(wide, [0, 1]) });
    expect(inner?.kernel).toMatchObject({ kept: [3], reduced: [320], order: { lanes: 16 } });
    expect(outer?.kernel).toMatchObject({ kept: [40], reduced: [24], order: { lanes: 1 } });
  });
});

describe("next states", () => {
  const buffersOf = (plan: Plan) =>
    plan.programs[0]?.buffers.filter(({ region }) => region === "scratch") ?? [];

  test("are written in place where only the same element is read", () => {
    const plan = checked({}, { s: g.sub(s, g.mul(t, 0.1)), t: g.mul(t, 0.9) });
    expect(plan.programs[0]?.launches).toHaveLength(1);
    expect(plan.scratchBytes).toBe(0);
  });

  test("wait for other readers of the old values", () => {
    const plan = checked({ y: g.matmul(x, w) }, { w: g.mul(w, 2) });
    expect(plan.programs[0]?.launches.map(({ kernel }) => kernel.name)).toEqual(["matmul", "mul"]);
    expect(buffersOf(plan)).toHaveLength(2);
  });

  test("go through scratch where elements move", () => {
    const turned = g.slice(s, [3, 5], [4, 6], [-1, -1]);
    expect(namesOf({}, { s: turned })).toEqual(["copy", "copy"]);
  });

  test("that swap see old values", () => {
    expect(namesOf({}, { s: t, t: s }).length).toBeLessThanOrEqual(3);
  });

  test("that rotate see old values", () => {
    const u = g.state("u", [4, 6], "f32");
    checked({ y: g.add(s, u) }, { s: t, t: u, u: g.transpose(g.reshape(s, [6, 4]), [1, 0]) });
  });

  test("that depend on one another both ways", () => {
    const rows = g.sum(s, [1], true);
    checked({}, { s: g.add(s, g.sum(t, [1], true)), t: g.add(t, rows) });
  });

  test("may be one node for several states, and an output too", () => {
    const next = g.add(s, x);
    const plan = checked({ y: next }, { s: next, t: next });
    expect(plan.programs[0]?.launches).toHaveLength(1);
  });

  test("may be inputs, constants and other shapes of other states", () => {
    const flat = g.state("flat", [24], "f32");
    checked({}, { s: x, t: g.constant(1.5, [4, 6], "f32"), flat: g.reshape(g.exp(s), [24]) });
    checked({}, { flat: g.concat([g.reshape(x, [24])], 0), s: s, t: g.reshape(flat, [4, 6]) });
  });

  test("of states that nothing reads", () => {
    const plan = checked({}, { s: g.exp(x) });
    expect(plan.state.s).toMatchObject({ dtype: "f32", shape: [4, 6], byteOffset: 0 });
  });

  test("put together from parts", () => {
    const flat = g.state("flat", [30], "f32");
    const parts = [g.exp(g.slice(flat, [6], [24])), g.slice(flat, [0], [6])];
    checked({}, { flat: g.concat(parts, 0) });
  });
});

describe("parts laid end to end", () => {
  test("are computed in their places: no copy", () => {
    const parts = [g.reshape(g.matmul(x, w), [20]), g.sum(x, [0]), g.reshape(g.exp(x), [24])];
    const launches = launchesOf({ y: g.concat(parts, 0) });
    expect(launches.map(({ kernel }) => kernel.name).sort()).toEqual(["exp", "matmul", "reduce-sum"]);
    const starts = launches.map(({ args }) => args.at(-1)?.offset).sort();
    expect(starts).toEqual([0, 20, 26]);
  });

  test("may be read, be in twice, and be outputs", () => {
    const e = g.reshape(g.exp(x), [24]);
    const sums = g.sum(x, [0]);
    const whole = g.concat([e, sums, e, b], 0);
    checked({ y: whole, z: g.neg(e), sums, again: g.concat([whole, sums], 0) });
  });

  test("along another axis are picked", () => {
    const launches = launchesOf({ y: g.concat([g.exp(x), g.matmul(x, w)], 1) });
    expect(launches.map(({ kernel }) => kernel.kind)).toContain("map");
  });
});

describe("outputs", () => {
  test("that are inputs, states, constants, views of them, and each other", () => {
    const plan = checked({
      a: x,
      b: s,
      c: g.constant([1, 2, 3], [3], "f64"),
      d: g.reshape(x, [24]),
      e: g.transpose(x, [1, 0]),
      f: g.constant(7, [], "i32"),
      g: x,
      h: g.iota([2, 3], 1, "i32"),
    });
    const { inputs, outputs } = plan.programs[0] as Plan["programs"][number];
    expect(Object.values(outputs).map(({ buffer }) => buffer)).not.toContain(inputs.x?.buffer);
    expect(plan.programs[0]?.constants).toHaveLength(1);
  });

  test("of another shape are the same memory", () => {
    const y = g.matmul(x, w);
    const plan = checked({ y, flat: g.reshape(y, [20]) });
    const { outputs, launches } = plan.programs[0] as Plan["programs"][number];
    expect(launches).toHaveLength(1);
    expect(outputs.flat?.buffer).toBe(outputs.y?.buffer);
  });

  test("none at all", () => {
    expect(checked({}).programs[0]?.launches).toEqual([]);
  });
});

describe("whole networks", () => {
  const { train, predict } = perceptron(6, [13, 9, 7, 4], 0.5);

  test("a training step of a perceptron with dropout and Adam", () => {
    const plan = planPrograms([train, predict]);
    expectSameBits(train, plan, 3);
    expectSameBits(predict, plan, 1);
    const [steps] = plan.programs;
    expect(steps?.launches.length).toBeLessThanOrEqual(19);
    const optimizer = steps?.launches.filter(
      ({ kernel }) => kernel.kind === "map" && kernel.stores.length === 3,
    );
    expect(optimizer).toHaveLength(1);
    expect(optimizer?.[0]?.kernel).toMatchObject({ shape: [13 * 9 + 9 + 9 * 7 + 7 + 7 * 4 + 4] });
  });

  test("layers of one shape share their kernels", () => {
    const { predict: deep } = perceptron(6, [8, 8, 8, 8, 8, 8]);
    const launches = planOf(deep).programs[0]?.launches ?? [];
    expect(launches.filter(({ kernel }) => kernel.name === "matmul + add + max")).toHaveLength(4);
    expect(new Set(launches.map(({ kernel }) => kernel)).size).toBe(launches.length - 3);
  });

  test("a network of a thousand layers is fused in no time", () => {
    let h: Node = g.input("h", [2, 2], "f32");
    for (let layer = 0; layer < 1000; layer++)
      h = g.tanh(g.add(g.matmul(h, g.slice(w, [layer % 5, 0], [2, 2])), h));
    expect(planOf({ name: "deep", outputs: { h }, updates: {} }).programs[0]?.launches).toHaveLength(1000);
  });

  test("a chain of thousands of steps is cut into kernels of bounded size", () => {
    let h: Node = x;
    for (let step = 0; step < 3000; step++) h = g.add(g.mul(h, 0.5), s);
    const launches = launchesOf({ h });
    expect(launches.length).toBeGreaterThan(10);
    expect(launches.length).toBeLessThan(100);
  });
});

describe("graphs that break the rules", () => {
  const program = (outputs: Nodes, updates: Nodes = {}): Program => ({ name: "main", outputs, updates });

  test("empty tensors", () => {
    const empty: Node = { ...x, shape: [0, 6] };
    expect(() => fuse(program({ y: empty }))).toThrow(GraphError);
  });

  test("one name for two types, and next values of another type", () => {
    const other = g.state("s", [24], "f32");
    expect(() => fuse(program({ y: g.add(g.reshape(s, [24]), other) }))).toThrow(/s is both/);
    expect(() => statesOf([program({ y: s }), program({ y: other })])).toThrow(
      /state s is f32\[4, 6\], in main f32\[24\]/,
    );
    expect(() => fuse(program({}, { s: g.exp(b) }), {})).not.toThrow();
    expect(() => fuse(program({ y: s }, { s: g.exp(b) }))).toThrow(
      /state s is f32\[4, 6\], its next value f32\[5\]/,
    );
  });

  test("states and inputs that a session does not have", () => {
    expect(() => fuse(program({ y: g.exp(s) }), { states: new Map() })).toThrow(/state s is not one/);
    expect(() => fuse(program({ y: g.exp(x) }), { inputs: new Map() })).toThrow(/input x is not one/);
  });
});
