/** Plans of whole sessions: programs over one state. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpretPlan } from "../../src/backend/interpret.ts";
import { planPrograms } from "../../src/backend/plan-programs.ts";
import { builder as g } from "../../src/tensor/build.ts";
import { GraphError } from "../../src/tensor/primitive.ts";
import { perceptron } from "./networks.ts";
import { randomProgram } from "./random-program.ts";
import { expectSameBits } from "./run-both.ts";

describe("a session", () => {
  test("simplified, planned and run gives the bits of the graphs", () => {
    fc.assert(
      fc.property(randomProgram, (program) => expectSameBits(program, planPrograms([program]))),
      { numRuns: 300 },
    );
  });

  test("shares states, kernels and constants between programs", () => {
    const table = g.constant([1, 2, 3, 4], [4], "f32");
    const s = g.state("s", [4], "f32");
    const read = (name: string) => ({ name, outputs: { y: g.mul(s, table) }, updates: {} });
    const write = { name: "write", outputs: {}, updates: { s: g.add(s, table) } };
    const plan = planPrograms([read("a"), write, read("b")]);
    expect(plan.stateBytes).toBe(128);
    const [a, , b] = plan.programs;
    expect(a?.launches[0]?.kernel).toBe(b?.launches[0]?.kernel);
    expect(plan.programs.map(({ buffers }) => buffers[plan.state.s?.buffer as number]?.offset)).toEqual([
      0, 0, 0,
    ]);
    const session = interpretPlan(plan);
    session.program("write").run();
    session.program("write").run();
    session.program("b").run();
    expect([...(session.program("b").outputs.y ?? [])]).toEqual([2, 8, 18, 32]);
  });

  test("has the largest of its programs' scratch", () => {
    const { train, predict } = perceptron(4, [5, 3, 2]);
    const plan = planPrograms([train, predict]);
    expect(plan.scratchBytes).toBe(Math.max(...plan.programs.map(({ scratchBytes }) => scratchBytes)));
    expect(plan.programs.map(({ name }) => name)).toEqual(["train@4", "predict@4"]);
  });

  test("keeps inputs that simplifying found to be needless", () => {
    const x = g.input("x", [3], "f32");
    const y = g.slice(g.concat([g.exp(x), g.input("unused", [2], "f32")], 0), [0], [3]);
    const [program] = planPrograms([{ name: "main", outputs: { y }, updates: {} }]).programs;
    expect(program?.inputs.unused).toMatchObject({ shape: [2], dtype: "f32" });
    expect(program?.launches).toHaveLength(1);
  });

  test("may be empty", () => {
    expect(planPrograms([])).toEqual({ programs: [], state: {}, stateBytes: 0, scratchBytes: 0 });
  });

  test("does not accept one state of two types", () => {
    const program = (name: string, length: number) => ({
      name,
      outputs: { y: g.exp(g.state("s", [length], "f32")) },
      updates: {},
    });
    expect(() => planPrograms([program("a", 3), program("b", 4)])).toThrow(GraphError);
    const wrong = { name: "c", outputs: {}, updates: { s: g.iota([5], 0, "f32") } };
    expect(() => planPrograms([program("a", 3), wrong])).toThrow("state s is f32[3], its next value f32[5]");
  });
});
