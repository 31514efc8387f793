import { describe, expect, test } from "vitest";
import { builder as g } from "../../src/tensor/build.ts";
import type { Node } from "../../src/tensor/node.ts";
import { GraphError } from "../../src/tensor/primitive.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import type { Tensor } from "../../src/tensor/types.ts";
import { tensor } from "./tensors.ts";

function values(node: Node, feeds: Record<string, Tensor> = {}): number[] {
  return [
    ...(evaluate({ name: "t", outputs: { y: node }, updates: {} }, feeds, {}).outputs.y as Tensor).values,
  ];
}

const x = g.input("x", [2, 3], "f32");
const feed = { x: tensor([2, 3], [1, -2, 3, 4, 4, -6], "f32") };

describe("operands", () => {
  test("numbers take the type of the node beside them", () => {
    const counter = g.state("step", [], "i32");
    expect(g.add(counter, 1)).toMatchObject({ dtype: "i32", shape: [] });
    expect(g.mul(2, x)).toMatchObject({ dtype: "f32", shape: [2, 3] });
    expect(g.exp(1)).toMatchObject({ dtype: "f32", shape: [] });
  });

  test("shapes broadcast as in NumPy", () => {
    const column = g.constant([10, 20], [2, 1], "f32");
    const row = g.constant([1, 2, 3], [3], "f32");
    expect(values(g.add(column, row))).toEqual([11, 12, 13, 21, 22, 23]);
    expect(g.add(g.constant(0, [4, 1, 3], "f32"), g.constant(0, [5, 1], "f32")).shape).toEqual([4, 5, 3]);
  });

  test("where takes its condition in any type", () => {
    const half = g.constant([0, 0.5, Number.NaN], [3], "f32");
    const integers = g.where(half, g.constant([1, 2, 3], [3], "i32"), -1);
    expect(integers.dtype).toBe("i32");
    expect(values(integers)).toEqual([-1, 2, 3]);
    expect(values(g.where(g.constant([0, 7], [2], "i32"), g.constant([1, 2], [2], "f64"), 0.5))).toEqual([
      0.5, 2,
    ]);
    expect(values(g.where(half, 1, 2))).toEqual([2, 1, 1]);
  });
});

describe("compositions", () => {
  test("mean divides by the number of elements folded", () => {
    expect(values(g.mean(x), feed)[0]).toBeCloseTo(4 / 6, 6);
    expect(g.mean(x, [-1], true).shape).toEqual([2, 1]);
    expect(values(g.mean(x, [0]), feed)).toEqual([2.5, 1, -1.5]);
  });

  test("argmax gives the first of the largest", () => {
    expect(g.argmax(x, -1)).toMatchObject({ dtype: "i32", shape: [2] });
    expect(values(g.argmax(x, 1), feed)).toEqual([2, 0]);
    expect(values(g.argmax(x, 0), feed)).toEqual([1, 1, 0]);
  });

  test("argmax stays in range when there is a NaN", () => {
    expect(values(g.argmax(x, 1), { x: tensor([2, 3], [1, Number.NaN, 3, 4, 5, 6], "f32") })).toEqual([0, 2]);
  });

  test("pow by 1 and 2 needs no power", () => {
    expect(g.pow(x, 1)).toBe(x);
    expect(g.pow(x, 2).primitive.name).toBe("mul");
    expect(g.pow(x, 3).primitive.name).toBe("pow");
  });

  test("reductions of nothing and changes to the same are left out", () => {
    const scalar = g.constant(3, [], "f32");
    expect(g.sum(scalar)).toBe(scalar);
    expect(g.sum(x, [])).toBe(x);
    expect(g.cast(x, "f32")).toBe(x);
    expect(g.reshape(x, [2, 3])).toBe(x);
    expect(g.broadcast(x, [2, 3])).toBe(x);
  });

  test("views with a step, fill and negative axes", () => {
    expect(values(g.slice(x, [1, 2], [2, 2], [-1, -2]), feed)).toEqual([-6, 4, 3, 1]);
    expect(values(g.pad(g.slice(x, [0, 0], [1, 2]), [0, 1], [1, 0], 9), feed)).toEqual([9, 1, -2, 9, 9, 9]);
    expect(values(g.concat([x, x], -1), feed)).toEqual([1, -2, 3, 1, -2, 3, 4, 4, -6, 4, 4, -6]);
    expect(values(g.transpose(x, [-1, 0]), feed)).toEqual([1, 4, -2, 4, 3, -6]);
    expect(values(g.iota([2, 2], -1, "i32"))).toEqual([0, 1, 0, 1]);
  });
});

describe("operands that do not fit are refused with their types", () => {
  test.each<[string, () => Node, RegExp]>([
    ["shapes", () => g.add(x, g.constant(0, [4], "f32")), /\[2,3\] and \[4\] cannot be broadcast/],
    ["types", () => g.add(x, g.constant(0, [], "f64")), /add\(f32\[2, 3\], f64\[2, 3\]\): inputs differ/],
    ["integers in exp", () => g.exp(g.constant(1, [2], "i32")), /exp\(i32\[2\]\): is defined for f32, f64/],
    ["axes", () => g.sum(x, [2]), /axis 2 is not one of a tensor of rank 2/],
    ["matrices", () => g.matmul(x, x), /cannot multiply f32\[2, 3\] and f32\[2, 3\]/],
    ["transposed matrices", () => g.matmul(x, x, { transposeA: true, transposeB: true }), /\(transposed\)/],
    ["vectors in matmul", () => g.matmul(g.constant(0, [3], "f32"), x), /multiplies matrices/],
    ["element counts", () => g.reshape(x, [4]), /\[2,3\] has 6 elements, \[4\] 4/],
    ["empty shapes", () => g.input("e", [0], "f32"), /sizes above 0/],
    ["permutations", () => g.transpose(x, [0, 0]), /no order of 2 axes/],
    ["slices", () => g.slice(x, [0, 1], [2, 3]), /do not lie in axis 1/],
    ["steps of 0", () => g.slice(x, [0, 0], [2, 2], [1, 0]), /do not lie in axis 1/],
    ["margins", () => g.pad(x, [-1, 0], [0, 0]), /must not be negative/],
    ["parts", () => g.concat([x, g.constant(0, [3, 3], "f32")], 1), /do not fit along axis 1/],
    ["no parts", () => g.concat([], 0), /rank 0|at least 1/],
    ["broadcasts", () => g.broadcast(x, [3, 3]), /\[2,3\] cannot be broadcast to \[3,3\]/],
    ["values", () => g.constant([1, 2], [3], "f32"), /2 values do not fill f32\[3\]/],
    ["names", () => g.input("", [1], "f32"), /name must be a text/],
    ["steps of random", () => g.random([1, 2], x, [3], "f32"), /takes i32 scalars, not f32/],
  ])("%s", (_, build, message) => {
    expect(build).toThrow(GraphError);
    expect(build).toThrow(message);
  });
});
