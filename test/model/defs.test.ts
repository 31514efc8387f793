import { describe, expect, it } from "vitest";
import type { LossDefinition } from "../../src/library/loss.ts";
import { irFromJson, irToJson } from "../../src/model/ir-json.ts";
import { builder as g } from "../../src/tensor/build.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import type { Instance } from "../../src/words/word.ts";
import {
  applyActivation,
  inputOf,
  meanLoss,
  metricResult,
  type Nested,
  run,
  tensorOf,
} from "../library/compute.ts";
import { findingsOf, modelOf } from "./elaborated.ts";

const signatures = `
param margin = 1
input left, right: f32[3]
tower = Dense(2, swish)
a = left -> tower
b = right -> tower
output gap = norm(a - b)
def swish(x) = x * sigmoid(x)
def square(x) = x ^ 2
def contrastive(same, gap, reach = margin) = mean(same * square(gap) + (1 - same) * square(max(0, reach - gap)))
def right(same, gap) = mean((gap < 0.5) == same)
train { loss = 2 * contrastive(reach = 1.5)  metrics = [right, mae]  optimizer = SGD(0.05) }
`;

function lossOf(
  loss: Instance<LossDefinition> | undefined,
  target: Nested,
  output: Nested,
): number | undefined {
  const [t, o] = [tensorOf(target, "f64"), tensorOf(output, "f64")];
  const mean = meanLoss(loss as Instance<LossDefinition>, inputOf("t", t), inputOf("o", o));
  return run([mean], { t, o })[0]?.values[0];
}

describe("defs", () => {
  const model = modelOf(signatures);

  it("are losses, with formals behind the first two as numbers", () => {
    const term = model.train?.losses.gap;
    expect(term?.weight).toBe(2);
    expect(term?.loss.params).toEqual({ reach: 1.5 });
    const same = [[1], [0], [0]];
    const gap = [[0.5], [1], [2]];
    const value = lossOf(term?.loss, same, gap);
    expect(value).toBeCloseTo((0.25 + 0.25 + 0) / 3, 12);
  });

  it("are metrics", () => {
    const metric = model.train?.metrics.gap?.[0];
    const batch = { target: [[1], [0], [0]], output: [[0.25], [0.4], [2]] };
    expect(metricResult(metric as never, [batch], false)).toBeCloseTo(2 / 3, 6);
  });

  it("are activations", () => {
    const activation = model.layers[0]?.layer.params.activation;
    const x = g.input("x", [1, 3], "f64");
    const [y] = run([applyActivation(activation as never, x)], { x: tensorOf([[-1, 0, 2]], "f64") });
    const swish = (v: number) => v / (1 + Math.exp(-v));
    [-1, 0, 2].forEach((v, i) => {
      expect(y?.values[i]).toBeCloseTo(swish(v), 12);
    });
  });

  it("stand in IR with their text, and come back", () => {
    const json = irToJson(model) as { readonly defs: string };
    expect(json.defs).toContain("def right(same, gap) = mean((gap < 0.5) == same)");
    const back = irFromJson(json, vocabulary);
    expect(irToJson(back)).toEqual(json);
    expect(lossOf(back.train?.losses.gap?.loss, [[1]], [[3]])).toBe(9);
  });

  it("are expanded where they meet tensors of the network", () => {
    const text = "def distance(a, b) = norm(a - b)\ninput x, y: f32[3]\noutput d = distance(x, y)";
    expect(modelOf(text).layers.map(({ id }) => id)).toEqual(["d/distance/subtract", "d/distance/norm"]);
  });

  it("are constants of constants", () => {
    expect(
      modelOf("def inner(d, k = 4) = k * d\nDense(inner(2)) -> Dense(inner(1, k = 3))").layers.map(
        ({ type }) => type.shape,
      ),
    ).toEqual([[8], [3]]);
  });
});

describe("wrong defs", () => {
  it.each([
    [
      "def f(a, b) = a\ninput x: f32[2]\nx -> Dense(1)\ntrain { loss = f(3) }",
      'error[unknown-argument] "3" f takes no arguments',
    ],
    [
      "def f(a, b, c) = a - b\ninput x: f32[2]\nx -> Dense(1)\ntrain { loss = f }",
      'error[unknown-word] "f" there is no loss called f',
    ],
    [
      "def f(a, b) = a[7]\ninput x: f32[2]\nx -> Dense(3)\ntrain { loss = f }",
      'error[bad-option] "a[7]" axis 0 has 3 elements, and 7 is none of them',
    ],
    [
      "def f(a, b) = a -> Dense(2)\ninput x: f32[2]\nx -> Dense(3)\ntrain { loss = f }",
      'error[not-a-formula] "Dense(2)" a def has no layers, and Dense is one',
    ],
    [
      "def f(a, b) = 3\ninput x: f32[2]\nx -> Dense(3)\ntrain { loss = f }",
      'error[not-a-formula] "3" the def does not depend on the tensors that it is given',
    ],
    ["def f(a) = f(a)\ninput x: f32[2]\nf(x) -> Dense(1)", 'error[cycle] "f" `f` is made from itself'],
    [
      "def f(a) = mean(a)\ninput x: f32[2]\nx -> Dense(3, f)",
      'error[bad-option] "f" f: it makes [] of [3], and an activation keeps the shape',
    ],
    [
      "def f(a, b) = a + nope\ninput x: f32[2]\nx -> Dense(3)\ntrain { loss = f }",
      'error[unknown-name] "nope" nothing is called nope',
    ],
    [
      "input x: f32[2]\ndef f(a) = a + x\noutput y = f(x)",
      'error[block-scope] "x" `x` is of the network of the file, and f sees only its own arguments',
    ],
    ["def f(a) = 2 * a\nDense(f(2, 3))", 'error[unknown-argument] "3" f takes at most one argument'],
  ])("%j", (text, finding) => {
    expect(findingsOf(text)).toEqual([finding]);
  });

  it("that call one another without end are stopped", () => {
    const defs = Array.from({ length: 60 }, (_, i) => `def f${i + 1}(x) = f${i}(x) + f${i}(x)`);
    expect(findingsOf(`${defs.join("\n")}\ndef f0(x) = x\nDense(f60(1))`)).toEqual([
      expect.stringContaining("error[limit]"),
    ]);
  });
});
