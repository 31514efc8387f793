import { describe, expect, test } from "vitest";
import { builder as g } from "../../src/tensor/build.ts";
import type { Node } from "../../src/tensor/node.ts";
import { GraphError, type ViewPrimitive } from "../../src/tensor/primitive.ts";
import type { Program } from "../../src/tensor/program.ts";
import { verify } from "../../src/tensor/verify.ts";

const x = g.input("x", [2, 3], "f32");
const w = g.state("w", [3, 4], "f32");
const random = g.random([1, 2], g.state("step", [], "i32"), [4], "f32");

function program(y: Node, updates: Record<string, Node> = {}): Program {
  return { name: "train@2", outputs: { y }, updates };
}

describe("verify", () => {
  test("is silent about a sound program", () => {
    const y = g.matmul(g.concat([x, g.pad(x, [0, 0], [0, 0])], 0), w);
    verify(program(y, { w: g.mul(w, 0.5), counter: g.constant(1, [], "i32") }));
  });

  const matmul = g.matmul(x, w);
  const transposed = g.transpose(x, [1, 0]);
  const view = transposed.primitive as ViewPrimitive;
  test.each<[string, Program, RegExp]>([
    [
      "a wrong shape",
      program(g.exp({ ...matmul, shape: [2, 5] })),
      /train@2: node 2 \(matmul f32\[2, 5\]\): .* f32\[2, 4\]/,
    ],
    ["a wrong element type", program({ ...g.exp(x), dtype: "f64" }), /node 1 \(exp f64\[2, 3\]\)/],
    ["inputs that do not fit", program({ ...matmul, inputs: [w, x] }), /matmul.*cannot multiply/],
    ["a missing input", program({ ...matmul, inputs: [x] }), /takes 2 inputs, not 1/],
    [
      "broken attributes",
      program({ ...transposed, attributes: { permutation: [0] } }),
      /must have 2 numbers/,
    ],
    [
      "an attribute of another kind",
      program({ ...transposed, attributes: {} }),
      /permutation must be numbers/,
    ],
    [
      "one name, two types",
      program(g.add(g.sum(x), g.sum(g.input("x", [3], "f32")))),
      /"x"\): another input/,
    ],
    [
      "an update of another type",
      program(matmul, { w: g.exp(x) }),
      /state w is f32\[3, 4\], its update f32\[2, 3\]/,
    ],
    [
      "maps that leave an axis out",
      program({ ...transposed, primitive: { ...view, maps: () => [[]] } }),
      /do not cover the axes/,
    ],
    [
      "maps that read an axis too many",
      program({
        ...transposed,
        primitive: {
          ...view,
          maps: () => [
            [
              { axis: 2, factor: 1, offset: 0 },
              { factor: 0, offset: 0 },
            ],
          ],
        },
      }),
      /an axis that the result does not have/,
    ],
  ])("finds %s", (_, damaged, message) => {
    expect(() => verify(damaged)).toThrow(GraphError);
    expect(() => verify(damaged)).toThrow(message);
  });

  const damage = (node: Node, change: Record<string, unknown>): Program =>
    program({ ...node, attributes: { ...node.attributes, ...change } });
  const total = g.sum(x, [0]);
  const part = g.slice(x, [0, 0], [1, 1]);
  const padded = g.pad(x, [1, 0], [0, 0]);
  const index = g.iota([2], 0, "i32");
  test.each<[string, Program, RegExp]>([
    ["axes that fall", damage(total, { axes: [1, 0] }), /axes \[1,0\] are not different, rising axes/],
    ["no axes", damage(total, { axes: [] }), /rising axes/],
    ["a flag that is a number", damage(total, { keepDims: 1 }), /keepDims must be true or false/],
    ["a fraction among integers", damage(part, { size: [1, 0.5] }), /size must be integers/],
    ["an axis that is no integer", damage(index, { axis: 0.5 }), /axis must be an integer/],
    ["an axis out of range", damage(index, { axis: 1 }), /axis 1 is not one of a tensor of rank 1/],
    ["an unknown element type", damage(index, { dtype: "f16" }), /dtype must be f32, f64 or i32/],
    ["a fill that is no number", damage(padded, { value: "0" }), /value must be a number/],
    ["a source with inputs", program({ ...index, inputs: [x] }), /takes no input, not 1/],
    ["a random number of integers", damage(random, { dtype: "i32" }), /is defined for f32, f64, not i32/],
  ])("finds %s", (_, damaged, message) => {
    expect(() => verify(damaged)).toThrow(message);
  });

  test("finds a cycle", () => {
    const inputs: Node[] = [x];
    const loop: Node = { ...g.exp(x), inputs };
    inputs[0] = g.neg(loop);
    expect(() => verify(program(loop))).toThrow("depends on itself");
  });
});
