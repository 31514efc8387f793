import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builder as g } from "../../src/tensor/build.ts";
import { gradient } from "../../src/tensor/gradient.ts";
import { type Node, topologicalOrder } from "../../src/tensor/node.ts";
import type { Program } from "../../src/tensor/program.ts";
import { evaluate } from "../../src/tensor/reference.ts";
import { simplify } from "../../src/tensor/simplify.ts";
import type { DType, Tensor } from "../../src/tensor/types.ts";
import { verify } from "../../src/tensor/verify.ts";
import { tensor } from "./tensors.ts";

const x = g.input("x", [2, 3], "f32");
const s = g.state("s", [2, 3], "f32");

function simplified(y: Node): Node {
  const program = simplify({ name: "t", outputs: { y }, updates: {} });
  verify(program);
  return program.outputs.y as Node;
}

function size(program: Program): number {
  return topologicalOrder([...Object.values(program.outputs), ...Object.values(program.updates)]).length;
}

/** Nodes that compute: neither sources nor constants broadcast. */
function work(program: Program): number {
  const roots = [...Object.values(program.outputs), ...Object.values(program.updates)];
  return topologicalOrder(roots).filter(
    ({ primitive, inputs }) => primitive.kind !== "source" && inputs[0]?.primitive.name !== "constant",
  ).length;
}

/** The one value of a constant broadcast to a shape. */
function splat(node: Node): unknown {
  const source = node.primitive.name === "broadcast" ? (node.inputs[0] as Node) : node;
  return (source.attributes.values as number[] | undefined)?.[0];
}

describe("simplify", () => {
  test.each<[string, Node]>([
    ["x * 1", g.mul(x, 1)],
    ["1 * x", g.mul(1, x)],
    ["x / 1", g.div(x, 1)],
    ["x - 0", g.sub(x, 0)],
    ["x + -0", g.add(x, -0)],
    ["-0 + x", g.add(-0, x)],
    ["max(x, -Infinity)", g.max(x, Number.NEGATIVE_INFINITY)],
    ["stopGradient(x)", g.stopGradient(x)],
    ["reshape there and back", g.reshape(g.reshape(x, [6]), [2, 3])],
    ["the slice of all", g.slice(x, [0, 0], [2, 3])],
    ["a transposition of nothing", g.transpose(x, [0, 1])],
    ["margins of nothing", g.pad(x, [0, 0], [0, 0])],
    ["a join of one", g.concat([x], 0)],
    ["times 2 - 1", g.mul(x, g.sub(2, g.constant(1, [], "f32")))],
  ])("%s is x", (_, y) => {
    expect(simplified(y)).toBe(x);
  });

  test.each<[string, Node, string]>([
    ["x + 0, which makes 0 of -0", g.add(x, 0), "add"],
    ["0 - x, which differs from -x at 0", g.sub(0, x), "sub"],
    ["x * 0, which is NaN for Infinity", g.mul(x, 0), "mul"],
    ["x - -0", g.sub(x, -0), "sub"],
    ["max(-Infinity, x), which hides a NaN", g.max(Number.NEGATIVE_INFINITY, x), "max"],
    ["pow by 3", g.pow(x, 3), "pow"],
    ["a slice that reverses", g.slice(x, [0, 2], [2, 3], [1, -1]), "slice"],
    ["a transposition", g.transpose(x, [1, 0]), "transpose"],
  ])("%s, stays", (_, y, name) => {
    expect(simplified(y).primitive.name).toBe(name);
  });

  test("folds what is known, in the kernels' arithmetic", () => {
    const third = g.div(g.constant(1, [2, 3], "f32"), 3);
    expect(splat(simplified(third))).toBe(Math.fround(1 / 3));
    expect(splat(simplified(g.cast(g.mul(third, 10), "i32")))).toBe(3);
    expect(splat(simplified(g.exp(g.reshape(g.constant(0, [6], "f64"), [2, 3]))))).toBe(1);
    expect(splat(simplified(g.mul(g.constant(65536, [2], "i32"), 65537)))).toBe(65536);
    expect(splat(simplified(g.where(g.constant(0, [2], "f32"), Number.NaN, -0)))).toBe(-0);
  });

  test("makes one node of equal ones, and tells 0 from -0", () => {
    const twice = simplified(g.add(g.exp(g.mul(x, 2)), g.exp(g.mul(x, 2))));
    expect(twice.inputs[0]).toBe(twice.inputs[1]);
    const zeros = simplified(g.add(g.add(x, 0), g.mul(x, -0)));
    expect(zeros.inputs[0]?.inputs[1]).not.toBe(zeros.inputs[1]?.inputs[1]);
    const same = simplified(g.add(g.state("s", [2, 3], "f32"), g.state("s", [2, 3], "f32")));
    expect(same.inputs[0]).toBe(same.inputs[1]);
    const random = (key: number) => g.random([key, 0], g.state("step", [], "i32"), [4], "f32");
    const draws = simplified(g.concat([random(1), random(1), random(2)], 0));
    expect(draws.inputs[0]).toBe(draws.inputs[1]);
    expect(draws.inputs[0]).not.toBe(draws.inputs[2]);
  });

  test("views that keep the order of elements become a reshape", () => {
    expect(simplified(g.broadcast(g.reshape(x, [6]), [1, 6])).primitive.name).toBe("reshape");
    const column = g.reshape(x, [2, 1, 3]);
    expect(simplified(g.transpose(column, [1, 0, 2])).primitive.name).toBe("reshape");
    expect(simplified(g.reshape(g.transpose(column, [1, 0, 2]), [2, 3]))).toBe(x);
  });

  test("keeps names of outputs and updates, and their order", () => {
    const program = { name: "t@2", outputs: { b: g.mul(x, 1), a: x }, updates: { s: g.add(s, x), r: s } };
    const result = simplify(program);
    expect(result.name).toBe("t@2");
    expect(Object.keys(result.outputs)).toEqual(["b", "a"]);
    expect(Object.keys(result.updates)).toEqual(["s", "r"]);
    expect(result.outputs.a).toBe(result.outputs.b);
  });

  test("takes a graph of a hundred thousand nodes", () => {
    let node: Node = x;
    for (let i = 0; i < 50_000; i++) node = g.add(g.mul(node, 1), i % 2 === 0 ? x : s);
    const result = simplify({ name: "deep", outputs: { node }, updates: {} });
    expect(size(result)).toBe(50_002);
  });

  test("a gradient loses its ones and dead branches", () => {
    const w = g.state("w", [3, 4], "f32");
    const loss = g.sum(g.max(g.matmul(x, w), 0));
    const program = { name: "t", outputs: { loss }, updates: { w: gradient(g, loss, [w])[0] as Node } };
    expect(size(simplify(program))).toBeLessThan(size(program));
  });
});

/** A random graph of f32 and i32 nodes of shape [2, 3], from a list of choices. */
function randomGraph(choices: readonly number[]): Node {
  const nodes: Node[] = [x, s];
  const constants = [0, -0, 1, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 3];
  for (let i = 0; i + 2 < choices.length; i += 3) {
    const [operation, first, second] = choices.slice(i, i + 3) as [number, number, number];
    const a = nodes[first % nodes.length] as Node;
    const number = constants[second % constants.length] as number;
    const b = second % 3 === 0 ? number : (nodes[second % nodes.length] as Node);
    const operations: (() => Node)[] = [
      () => g.add(a, b),
      () => g.sub(a, b),
      () => g.mul(b, a),
      () => g.div(a, b),
      () => g.max(b, a),
      () => g.min(a, b),
      () => g.less(a, b),
      () => g.where(a, b, a),
      () => g.neg(a),
      () => g.exp(a),
      () => g.tanh(a),
      () => g.stopGradient(a),
      () => g.reshape(g.reshape(a, [3, 2]), [2, 3]),
      () => g.reshape(g.transpose(a, [1, 0]), [2, 3]),
      () => g.transpose(g.transpose(a, [1, 0]), [1, 0]),
      () => g.broadcast(g.sum(a, [1], true), [2, 3]),
      () => g.slice(g.concat([a, a], 0), [1, 0], [2, 3]),
      () => g.slice(g.pad(a, [0, 1], [0, 0], number), [0, 0], [2, 3]),
      () => g.cast(g.cast(a, "i32"), "f32"),
      () => g.constant(number, [2, 3], "f32"),
      () => g.broadcast(g.constant([number], [1], "f32"), [2, 3]),
      () => g.constant([number, 1, number, 2, 3, 4], [2, 3], "f32"),
    ];
    nodes.push((operations[operation % operations.length] as () => Node)());
  }
  return nodes.slice(2).reduce((sum, node) => g.add(g.mul(sum, 0.5), node), x);
}

function bitsOf(tensors: Record<string, Tensor>): Record<string, string[]> {
  const show = (value: number) => (Object.is(value, -0) ? "-0" : String(value));
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { values }]) => [name, [...values].map(show)]),
  );
}

describe("on any graph", () => {
  test("keeps every bit, is sound, never grows and leaves nothing to do", () => {
    const float = fc.oneof(
      fc.constantFrom(0, -0, 1, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
      fc.float({ min: -4, max: 4, noNaN: true }),
    );
    const six = fc.array(float, { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 3, maxLength: 45 }),
        six,
        six,
        (choices, first, second) => {
          const y = randomGraph(choices);
          const program: Program = { name: "random", outputs: { y, x }, updates: { s: g.mul(y, s) } };
          const result = simplify(program);
          verify(result);
          const again = simplify(result);
          expect(work(result)).toBeLessThanOrEqual(work(program));
          expect(size(again)).toBe(size(result));
          const dtype: DType = "f32";
          const run = (p: Program) =>
            evaluate(
              p,
              { x: tensor([2, 3], first, dtype) },
              { s: tensor([2, 3], second, dtype) },
              { arithmetic: "kernel" },
            );
          const [before, after] = [run(program), run(result)];
          expect(bitsOf(after.outputs)).toEqual(bitsOf(before.outputs));
          expect(bitsOf(after.state)).toEqual(bitsOf(before.state));
        },
      ),
      { numRuns: 300 },
    );
  });
});
