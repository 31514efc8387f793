import { describe, expect, test } from "vitest";
import { builder as g } from "../../src/tensor/build.ts";
import { gradient } from "../../src/tensor/gradient.ts";
import { type Node, topologicalOrder } from "../../src/tensor/node.ts";
import { GraphError } from "../../src/tensor/primitive.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import { verify } from "../../src/tensor/verify.ts";
import { tensor } from "./tensors.ts";

const x = g.input("x", [3], "f64");

function at(node: Node, ...point: number[]): number[] {
  const program = { name: "t", outputs: { y: node }, updates: {} };
  verify(program);
  return [...(evaluate(program, { x: tensor([3], point) }, {}).outputs.y?.values ?? [])];
}

describe("the gradient walk", () => {
  test("takes the products of a weight that every step sees in its own shape as one", () => {
    const steps = [1, 2, 3, 4, 5].map((step) =>
      g.matmul(g.reshape(g.mul(x, step), [3, 1]), g.reshape(x, [1, 3])),
    );
    const form = g.sum(steps.reduce((sum, step, i) => g.add(sum, g.mul(step, i - 1.5))));
    const [dx] = gradient(g, form, [x]) as [Node];
    // One for the weight, and one for each left factor.
    expect(topologicalOrder([dx]).filter(({ primitive }) => primitive.kind === "contract")).toHaveLength(6);
    const weights = steps.map((_, i) => (i + 1) * (i === 0 ? 1 : i - 1.5)).reduce((sum, term) => sum + term);
    expect(at(dx, 1, 2, 4)).toEqual([14, 14, 14].map((sum) => sum * weights));
  });

  test("adds up what comes along several paths", () => {
    const square = g.mul(x, x);
    const diamond = g.add(g.mul(square, g.sin(x)), g.mul(x, square));
    const [dx] = gradient(g, g.sum(diamond), [x]) as [Node];
    at(dx, 0.5, -1, 2).forEach((slope, i) => {
      const v = [0.5, -1, 2][i] as number;
      expect(slope).toBeCloseTo(2 * v * Math.sin(v) + v * v * Math.cos(v) + 3 * v * v, 12);
    });
  });

  test("is zero where there is no path, and with stopGradient", () => {
    const other = g.input("z", [2, 2], "f32");
    const [dx, dz] = gradient(g, g.sum(g.mul(g.stopGradient(x), 3)), [x, other]) as [Node, Node];
    expect(at(dx, 1, 2, 3)).toEqual([0, 0, 0]);
    expect(dz).toMatchObject({ shape: [2, 2], dtype: "f32" });
    expect(at(dz, 0, 0, 0)).toEqual([0, 0, 0, 0]);
  });

  test("of the output itself is the seed", () => {
    const seed = g.constant([1, 2, 3], [3], "f64");
    expect(gradient(g, x, [x], seed)).toEqual([seed]);
    expect(at(gradient(g, g.mul(x, x), [x], seed)[0] as Node, 1, 1, 1)).toEqual([2, 4, 6]);
    expect(() => gradient(g, x, [x], g.constant(1, [2], "f64"))).toThrow(
      "the seed f64[2] is not of the output's",
    );
  });

  test("with respect to a node in the middle", () => {
    const middle = g.exp(x);
    expect(at(gradient(g, g.sum(g.mul(middle, middle)), [middle])[0] as Node, 0, 0, 0)).toEqual([2, 2, 2]);
  });

  test("walks a hundred thousand nodes", () => {
    let node: Node = x;
    for (let i = 0; i < 50_000; i++) node = g.add(g.mul(node, 1.00001), x);
    const [dx] = gradient(g, g.sum(node), [x]) as [Node];
    expect(dx.shape).toEqual([3]);
    let expected = 1;
    for (let i = 0; i < 50_000; i++) expected = expected * 1.00001 + 1;
    expect(at(dx, 1, 1, 1)[0]).toBeCloseTo(expected, 4);
  });

  test("refuses a primitive whose gradient has another shape", () => {
    const primitive = { ...g.exp(x).primitive, gradient: () => [g.constant(1, [2], "f64")] };
    const broken = { ...g.exp(x), primitive } as Node;
    expect(() => gradient(g, broken, [x])).toThrow(GraphError);
  });
});

describe("kinks", () => {
  test("relu has gradient 0 at 0, a cap at 6 gradient 0 there", () => {
    expect(at(gradient(g, g.sum(g.max(x, 0)), [x])[0] as Node, -1, 0, 1)).toEqual([0, 0, 1]);
    expect(at(gradient(g, g.sum(g.min(x, 6)), [x])[0] as Node, 5, 6, 7)).toEqual([1, 0, 0]);
    expect(at(gradient(g, g.sum(g.abs(x)), [x])[0] as Node, -2, 0, 2)).toEqual([-1, 0, 1]);
  });

  test("elements that tie for the maximum share its gradient", () => {
    const [dx] = gradient(g, g.mul(g.reduceMax(x), 6), [x]) as [Node];
    expect(at(dx, 1, 1, 0)).toEqual([3, 3, 0]);
    expect(at(dx, 5, 1, 0)).toEqual([6, 0, 0]);
    expect(at(gradient(g, g.mul(g.reduceMin(x), 6), [x])[0] as Node, 2, 2, 2)).toEqual([2, 2, 2]);
  });

  test("powers at 0 have the slopes that they should", () => {
    const powers = g.pow(x, g.constant([0, 1, 3], [3], "f64"));
    expect(at(gradient(g, g.sum(powers), [x])[0] as Node, 0, 0, 0)).toEqual([0, 1, 0]);
    const base = g.constant([0, -2, 1], [3], "f64");
    expect(at(gradient(g, g.sum(g.pow(base, x)), [x])[0] as Node, 2, 2, 2)).toEqual([0, 0, 0]);
  });
});

describe("gradients of gradients", () => {
  const cases: [string, (x: Node) => Node, (v: number) => number][] = [
    ["exp", g.exp, Math.exp],
    ["tanh", g.tanh, (v) => -2 * Math.tanh(v) * (1 - Math.tanh(v) ** 2)],
    [
      "sigmoid",
      g.sigmoid,
      (v) => {
        const s = 1 / (1 + Math.exp(-v));
        return s * (1 - s) * (1 - 2 * s);
      },
    ],
    ["log", g.log, (v) => -1 / v ** 2],
    ["sin", g.sin, (v) => -Math.sin(v)],
    ["sqrt", g.sqrt, (v) => -0.25 * v ** -1.5],
    ["x³ by pow", (n) => g.pow(n, 3), (v) => 6 * v],
    ["1/x", (n) => g.div(1, n), (v) => 2 / v ** 3],
    ["erf", g.erf, (v) => (-4 * v * Math.exp(-v * v)) / Math.sqrt(Math.PI)],
  ];
  test.each(cases)("%s", (_, f, second) => {
    const [first] = gradient(g, g.sum(f(x)), [x]) as [Node];
    const [twice] = gradient(g, g.sum(first), [x]) as [Node];
    at(twice, 0.4, 1, 1.7).forEach((slope, i) => {
      expect(slope).toBeCloseTo(second([0.4, 1, 1.7][i] as number), 10);
    });
  });

  test("through a matrix product: the Hessian of a quadratic form, times a vector", () => {
    const a = g.constant([2, 1, 0, 1, 3, -1, 0, -1, 4], [3, 3], "f64");
    const row = g.reshape(x, [1, 3]);
    const form = g.sum(g.mul(g.matmul(row, a), row));
    const [first] = gradient(g, form, [x]) as [Node];
    const [product] = gradient(g, first, [x], g.constant([1, 2, 3], [3], "f64")) as [Node];
    expect(at(product, 9, 9, 9)).toEqual([8, 8, 20]);
  });
});
