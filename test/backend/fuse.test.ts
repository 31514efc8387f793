/** What fusion makes of the graphs that networks are made of: which kernels, over which memory. */
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/backend/plan.ts";
import { builder as g } from "../../src/tensor/build.ts";
import { GraphError } from "../../src/tensor/primitive.ts";
import type { Program } from "../../src/tensor/program.ts";
import { expectSameBits, planOf } from "./run-both.ts";

/** Names of the kernels in order, after a check that they compute the right bits. */
function kernelsOf(outputs: Program["outputs"], updates: Program["updates"] = {}): string[] {
  const plan = checked(outputs, updates);
  return plan.programs[0]?.launches.map(({ kernel }) => kernel.name) ?? [];
}

function checked(outputs: Program["outputs"], updates: Program["updates"] = {}): Plan {
  const program = { name: "main", outputs, updates };
  const plan = planOf(program);
  expectSameBits(program, plan);
  return plan;
}

const x = g.input("x", [4, 6], "f32");
const w = g.state("w", [6, 5], "f32");
const b = g.state("b", [5], "f32");

describe("one kernel each", () => {
  test("a pointwise chain", () => {
    expect(kernelsOf({ y: g.tanh(g.add(g.mul(x, 2), 1)) })).toEqual(["mul + add + tanh"]);
  });

  test("a dense layer: bias and activation in the epilogue", () => {
    expect(kernelsOf({ y: g.max(g.add(g.matmul(x, w), b), 0) })).toEqual(["matmul + add + max"]);
  });

  test("a reduction with prologue and epilogue", () => {
    expect(kernelsOf({ y: g.sqrt(g.mean(g.mul(x, x), [1])) })).toEqual(["mul + reduce-sum + mul + sqrt"]);
  });
});
