import { describe, expect, it } from "vitest";
import { lowerForward, readWeights } from "../../src/lower/forward.ts";
import { layoutWeights } from "../../src/lower/weight-layout.ts";
import { builder as g } from "../../src/tensor/build.ts";
import type { Node } from "../../src/tensor/node.ts";
import { type Nested, run, tensorOf } from "../library/compute.ts";
import { findingsOf, modelOf } from "./elaborated.ts";

const x = [
  [1, -2, 3],
  [0.5, 4, -1],
];
const m = [
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  [
    [-1, 0, 1],
    [2, 2, 2],
  ],
];
const s = [2, -3];

/** The output over two rows of x: f32[3], m: f32[2, 3], s: f32. */
function value(expression: string): readonly number[] {
  const model = modelOf(
    `param half = 0.5\ninput x: f64[3]\ninput m: f64[2, 3]\ninput s: f64\noutput q = [x, x] -> Join\nblock Join() { input a, b  output a }\noutput keep = [s, s] -> Join\noutput keep2 = [m, m] -> Join\noutput y = ${expression}`,
  );
  const options = { batch: 2, training: false, drawing: false, float: "f64", seed: 0 } as const;
  const forward = lowerForward(g, model, readWeights(g, layoutWeights(model), "f64"), options);
  const inputs = {
    "input/x": tensorOf(x, "f64"),
    "input/m": tensorOf(m, "f64"),
    "input/s": tensorOf(s as Nested, "f64"),
  };
  const [result] = run([forward.outputs.y as Node], inputs);
  return [...(result?.values ?? [])];
}

const each = (f: (v: number) => number): number[] => x.flat().map(f);

describe("operators on tensors", () => {
  it.each([
    ["x + x", each((v) => 2 * v)],
    ["x - 1", each((v) => v - 1)],
    ["1 - x", each((v) => 1 - v)],
    ["half * x / 2", each((v) => v / 4)],
    ["-x", each((v) => -v)],
    ["x ^ 3", each((v) => v ** 3)],
    ["grad(sum(x ^ 3), x)", each((v) => 3 * v ** 2)],
    ["grad(sin(s), s, s)", s.map((v) => -Math.sin(v))],
    ["grad(exp(s / 2) * x[0], s, s, s)", s.map((v, i) => (Math.exp(v / 2) * (x[i]?.[0] as number)) / 8)],
    ["grad(grad(s ^ 2 * x[0], s), x)[0]", s.map((v) => 2 * v)],
    ["x ^ 2 + 1", each((v) => v * v + 1)],
    ["2 / x ^ -1", each((v) => 2 * v)],
    ["x % 2", each((v) => v - 2 * Math.floor(v / 2))],
    ["x > 0", each((v) => (v > 0 ? 1 : 0))],
    ["x >= 1", each((v) => (v >= 1 ? 1 : 0))],
    ["x < 1", each((v) => (v < 1 ? 1 : 0))],
    ["x <= 1", each((v) => (v <= 1 ? 1 : 0))],
    ["x == 4", each((v) => (v === 4 ? 1 : 0))],
    ["x != 4", each((v) => (v !== 4 ? 1 : 0))],
    ["exp(x)", each(Math.exp)],
    ["log(abs(x))", each((v) => Math.log(Math.abs(v)))],
    ["sin(x) + cos(x)", each((v) => Math.sin(v) + Math.cos(v))],
    ["sqrt(x ^ 2)", each(Math.abs)],
    ["max(x, 0)", each((v) => Math.max(v, 0))],
    ["min(x, 1, half)", each((v) => Math.min(v, 0.5))],
    ["max(0, 1 - x) ^ 2", each((v) => Math.max(0, 1 - v) ** 2)],
    ["where(x > 0, x, 0)", each((v) => Math.max(v, 0))],
    ["where(x > 0, 1, -1)", each((v) => (v > 0 ? 1 : -1))],
    ["sigmoid(x)", each((v) => 1 / (1 + Math.exp(-v)))],
    ["x + s", [3, 0, 5, -2.5, 1, -4]],
    ["m + x", [2, 0, 6, 5, 3, 9, -0.5, 4, 0, 2.5, 6, 1]],
    ["m * s", [2, 4, 6, 8, 10, 12, 3, 0, -3, -6, -6, -6]],
    ["sum(x)", [2, 3.5]],
    ["mean(m)", [3.5, 1]],
    ["max(x)", [3, 4]],
    ["min(x)", [-2, -1]],
    ["norm(x)", [Math.sqrt(14), Math.sqrt(17.25)]],
    ["sum(m, axis = 0)", [5, 7, 9, 1, 2, 3]],
    ["max(m, axis = -1)", [3, 6, 1, 2]],
    ["x[0]", [1, 0.5]],
    ["x[-1]", [3, -1]],
    ["x[1:]", [-2, 3, 4, -1]],
    ["x[:-1]", [1, -2, 0.5, 4]],
    ["m[0, 1:3]", [2, 3, 0, 1]],
    ["m[:, 1]", [2, 5, 0, 2]],
    ["(true ? x : m)[0] + 2 * 3", [7, 6.5]],
  ])("%s", (expression, expected) => {
    const found = value(expression);
    expect(found).toHaveLength(expected.length);
    for (const [index, number] of found.entries()) expect(number).toBeCloseTo(expected[index] as number, 10);
  });

  it.each([
    ["x + z", 'error[shape-mismatch] "x + z" `+` needs rows of one shape, and [3] meets [2]'],
    [
      "x + Dense(3)",
      'error[not-a-tensor] "Dense(3)" a tensor or a number is expected here, and this is a layer',
    ],
    ["x + relu", 'error[not-a-tensor] "relu" a tensor or a number is expected here, and this is a layer'],
    ["x + [1, 2]", 'error[not-a-tensor] "[1, 2]" a tensor or a number is expected here, not a list'],
    ["x > 0 and x < 1", "error[tensor-condition]"],
    ["not x", "error[tensor-condition]"],
    ["x > 0 ? x : z", "error[not-a-constant]"],
    ["x[3]", 'error[bad-option] "x[3]" axis 0 has 3 elements, and 3 is none of them'],
    ["x[0, 0]", 'error[rank-mismatch] "x[0, 0]" [3] has one axis, and 2 positions are given'],
    ["x[2:1]", "error[bad-option]"],
    ["x[half]", 'error[bad-option] "half" a position is a whole number, not the number 0.5'],
    ["x.part", 'error[unknown-name] "part" a tensor has no parts with names'],
    ["sum(x, axis = 1)", 'error[bad-option] "sum(x, axis = 1)" [3] has no axis 1'],
    ["sum(x, axes = 1)", 'error[unknown-argument] "axes" sum has no argument axes'],
    ["exp(x, 2)", "error[missing-argument]"],
    ["where(x, 1)", "error[missing-argument]"],
    ["grad(x, x)", "error[bad-derivative]"],
    ["grad(sum(x), z)", "error[bad-derivative]"],
    ["grad(sum(x))", "error[bad-derivative]"],
    ["grad(3, x)", "error[bad-derivative]"],
  ])("refuses %s", (expression, finding) => {
    const found = findingsOf(
      `param half = 0.5\ninput x: f32[3]\ninput z: f32[2]\noutput q = z -> Dense(1)\noutput y = ${expression}`,
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(finding);
  });
});
