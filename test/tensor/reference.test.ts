import { describe, expect, test } from "vitest";
import { builder as g } from "../../src/tensor/build.ts";
import type { Node } from "../../src/tensor/node.ts";
import { keyOf, uniforms } from "../../src/tensor/random.ts";
import { foldInOrder, reductionOrder } from "../../src/tensor/reduction-order.ts";
import { evaluate, evaluateNodes } from "../../src/tensor/reference.ts";
import { tensor } from "./tensors.ts";

describe("evaluate", () => {
  const w = g.state("w", [2], "f32");
  const v = g.state("v", [2], "f32");

  test("reads every state as it was before the run, and keeps those without an update", () => {
    const program = { name: "t", outputs: { sum: g.add(w, v) }, updates: { w: v } };
    const state = {
      w: tensor([2], [1, 2], "f32"),
      v: tensor([2], [5, 6], "f32"),
      rest: tensor([1], [9], "f32"),
    };
    const result = evaluate(program, {}, state);
    expect([...(result.outputs.sum?.values ?? [])]).toEqual([6, 8]);
    expect([...(result.state.w?.values ?? [])]).toEqual([5, 6]);
    expect(result.state.v).toBe(state.v);
    expect(result.state.rest).toBe(state.rest);
  });

  test("says which input or state is missing or of another type", () => {
    const program = { name: "t", outputs: { y: g.add(w, g.input("x", [2], "f32")) }, updates: {} };
    const state = { w: tensor([2], [1, 2], "f32") };
    expect(() => evaluate(program, {}, state)).toThrow("input x has no value");
    expect(() => evaluate(program, { x: tensor([2], [1, 2], "f32") }, {})).toThrow("state w has no value");
    const wrong = { x: tensor([2], [1, 2], "f64") };
    expect(() => evaluate(program, wrong, state)).toThrow("input x is f32[2], not f64[2]");
  });

  test("integers wrap around in either arithmetic", () => {
    const big = g.constant([2147483647, 65537], [2], "i32");
    const both = g.concat([g.mul(big, big), g.reshape(g.sum(g.add(big, big)), [1])], 0);
    for (const arithmetic of ["reference", "kernel"] as const) {
      const [y] = [...evaluateNodes([both], {}, {}, { arithmetic })].at(-1)?.slice(1) ?? [];
      expect([...(y as { values: Int32Array }).values]).toEqual([1, 131073, 131072]);
    }
  });

  test("random is the generator's numbers at the step", () => {
    const key = keyOf(3, "dropout");
    const y = g.random(key, g.state("step", [], "i32"), [4, 5], "f32");
    const state = { step: tensor([], [7], "i32") };
    const { outputs } = evaluate({ name: "t", outputs: { y }, updates: {} }, {}, state);
    expect(outputs.y?.values).toEqual(uniforms(key, 7, 20, "f32"));
  });
});

describe("kernel arithmetic", () => {
  // The outermost are so large that the place of every rounding shows.
  const values = [2 ** 24, ...uniforms(keyOf(1, "sum"), 0, 298, "f32"), -(2 ** 24)];

  function sum(x: Node, arithmetic: "reference" | "kernel"): number {
    return evaluateNodes([x], {}, {}, { arithmetic }).get(x)?.values[0] as number;
  }

  test("folds reductions in the fixed order, rounding each time", () => {
    const x = g.sum(g.constant(values, [300], "f32"));
    const order = reductionOrder(true, 300);
    const rounded = foldInOrder(
      order,
      300,
      (i) => values[i] as number,
      (a, b) => Math.fround(a + b),
      0,
    );
    expect(sum(x, "kernel")).toBe(rounded);
    const exact = values.reduce((a, b) => a + b, 0);
    expect(sum(x, "reference")).toBe(Math.fround(exact));
    expect(rounded).not.toBe(Math.fround(exact));
  });

  test("adds products along k in order", () => {
    const row = g.constant(values, [1, 300], "f32");
    const column = g.constant(values, [300, 1], "f32");
    const expected = values.reduce((total, x) => Math.fround(total + Math.fround(x * x)), 0);
    expect(sum(g.matmul(row, column), "kernel")).toBe(expected);
  });
});
