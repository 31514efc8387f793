import { describe, expect, it } from "vitest";
import { irFromJson, irToJson } from "../../src/model/ir-json.ts";
import { vocabulary } from "../../src/vocabulary.ts";
import { elaborated, findingsOf, modelOf, table } from "./elaborated.ts";

/** Paths of layers, with the tensors that enter. */
function wiring(text: string): readonly string[] {
  return modelOf(text).layers.map(({ id, inputs }) => `${inputs.join(", ")} -> ${id}`);
}

function shapesOf(text: string): readonly string[] {
  return table(modelOf(text)).map((row) => row.replace(/\] .*/, "]"));
}

describe("blocks", () => {
  it("are recipes: every use has weights of its own, under readable paths", () => {
    const model = modelOf(`
block Unit(n, act = relu, rate = 0.1) = Dense(n) -> act -> Dropout(rate)
input x: f32[3]
text = x -> Unit(4) -> Unit(5, tanh)
text -> Unit(1, rate = 0.5)`);
    expect(model.layers.map(({ id }) => id)).toEqual([
      "text/unit/dense",
      "text/unit/activation",
      "text/unit/dropout",
      "text/unit_2/dense",
      "text/unit_2/activation",
      "text/unit_2/dropout",
      "unit/dense",
      "unit/activation",
      "unit/dropout",
    ]);
    expect(model.layers[8]?.layer.params.rate).toBe(0.5);
    expect(model.layers[3]?.weights[0]?.path).toBe("text/unit_2/dense/kernel");
  });

  it("have inputs: what stands to the left fills the first, the others go by name", () => {
    const text = `
block Cross(n) {
  input x, memory
  own = x -> Dense(n)
  output own + memory -> Dense(2)
}
input a, b: f32[4]
c = a -> Cross(4, memory = b)
d = [a, b] -> Cross(4)
e = Cross(4, x = b, memory = a)
output y = c + d + e`;
    expect(wiring(text)).toEqual([
      "a -> c/cross/own/dense",
      "c/cross/own/dense, b -> c/cross/add",
      "c/cross/add -> c/cross/dense",
      "a -> d/cross/own/dense",
      "d/cross/own/dense, b -> d/cross/add",
      "d/cross/add -> d/cross/dense",
      "b -> e/cross/own/dense",
      "e/cross/own/dense, a -> e/cross/add",
      "e/cross/add -> e/cross/dense",
      "c/cross/dense, d/cross/dense -> y/add",
      "y/add, e/cross/dense -> y/add_2",
    ]);
  });

  it("share their weights where one use has a name", () => {
    const text = `
block Tower(n) {
  input x
  h = x -> Dense(n)
  output h -> Dense(1)
}
input a, b: f32[4]
tower = Tower(3)
u = a -> tower
v = b -> tower
output y = u - v`;
    const { layers } = modelOf(text);
    expect(layers.map(({ id }) => id)).toEqual([
      "tower/tower/h/dense",
      "tower/tower/dense",
      "tower/tower/h/dense@2",
      "tower/tower/dense@2",
      "y/subtract",
    ]);
    expect(layers[2]?.weights).toEqual(layers[0]?.weights);
  });

  it("give a record where they have several outputs", () => {
    const text = `
block Two() { input x  output a = x -> Dense(2)  output b = x -> Dense(3) }
input x: f32[4]
r = x -> Two
output y = r.b -> Dense(1)
output z = r.a`;
    expect(wiring(text)).toEqual(["x -> r/two/a/dense", "x -> r/two/b/dense", "r/two/b/dense -> y/dense"]);
  });

  it("take layers as arguments, other blocks, and see params and defs", () => {
    const text = `
param width = 6
def inner(d) = 2 * d
block Feed(body, n = inner(width)) = body -> Dense(n)
block Outer(n) = Feed(Dense(n)) -> repeat k in [1, 2] { Dense(k + n) }
input x: f32[3]
x -> Outer(width)`;
    expect(shapesOf(text)).toEqual([
      "outer/dense Dense [6]",
      "outer/feed/dense Dense [12]",
      "outer/repeat/0/dense Dense [7]",
      "outer/repeat/1/dense Dense [8]",
    ]);
  });

  it("are pinned and frozen by name and trainable", () => {
    const { layers } = modelOf(
      "block B(n) = Dense(n)\ninput x: f32[2]\nx -> B(3, name = first, trainable = false)",
    );
    expect(layers[0]?.id).toBe("first/dense");
    expect(layers[0]?.weights.every(({ spec }) => !spec.trainable)).toBe(true);
  });

  it("may stand behind their use, and assert shapes", () => {
    const text =
      "input x: f32[2]\nx -> B\nblock B() { input x: f32[n]  h: f32[n] = x -> Dense(n)  output h }";
    expect(findingsOf(text)).toEqual([
      'error[bad-option] "n" argument units of Dense: expects a positive integer, not "n"',
    ]);
    expect(
      shapesOf(
        "input x: f32[2]\nx -> B(2)\nblock B(n) { input x: f32[n]  h: f32[n] = x -> Dense(n)  output h }",
      ),
    ).toEqual(["b/h/dense Dense [2]"]);
  });
});

describe("repeat", () => {
  it("makes layers of its own for each turn", () => {
    expect(wiring("input x: f32[2]\nx -> repeat 2 { Dense(3) -> relu } -> Dense(1)")).toEqual([
      "x -> repeat/0/dense",
      "repeat/0/dense -> repeat/0/activation",
      "repeat/0/activation -> repeat/1/dense",
      "repeat/1/dense -> repeat/1/activation",
      "repeat/1/activation -> dense",
    ]);
  });

  it("counts from 0, goes over lists, and nests", () => {
    expect(
      shapesOf(
        "param n = 2\ninput x: f32[2]\nx -> repeat i in n { Dense(i + 1) } -> repeat f in [3, 2 * n] { repeat f - 2 { Dense(f) } }",
      ),
    ).toEqual([
      "repeat/0/dense Dense [1]",
      "repeat/1/dense Dense [2]",
      "repeat_2/0/repeat/0/dense Dense [3]",
      "repeat_2/1/repeat/0/dense Dense [4]",
      "repeat_2/1/repeat/1/dense Dense [4]",
    ]);
  });

  it("stands alone as a network", () => {
    expect(wiring("repeat 2 { Dense(3) }")).toEqual([
      "features -> repeat/0/dense",
      "repeat/0/dense -> repeat/1/dense",
    ]);
  });
});

describe("Residual", () => {
  it("adds what flows in", () => {
    expect(wiring("input x: f32[4]\nx -> Residual(Dense(8, relu) -> Dense(4)) -> Dense(1)")).toEqual([
      "x -> residual/dense",
      "residual/dense -> residual/dense_2",
      "x, residual/dense_2 -> residual/add",
      "residual/add -> dense",
    ]);
  });

  it("takes a shortcut, blocks and other residuals", () => {
    expect(
      wiring(
        "block B(n) = Residual(Dense(n), shortcut = Dense(n))\ninput x: f32[4]\nx -> Residual(B(8) -> B(4))",
      ),
    ).toEqual([
      "x -> residual/b/residual/dense",
      "x -> residual/b/residual/shortcut/dense",
      "residual/b/residual/shortcut/dense, residual/b/residual/dense -> residual/b/residual/add",
      "residual/b/residual/add -> residual/b_2/residual/dense",
      "residual/b/residual/add -> residual/b_2/residual/shortcut/dense",
      "residual/b_2/residual/shortcut/dense, residual/b_2/residual/dense -> residual/b_2/residual/add",
      "x, residual/b_2/residual/add -> residual/add",
    ]);
  });

  it("proposes a shortcut where shapes differ", () => {
    const [finding] = elaborated("input x: f32[4]\nx -> Residual(Dense(8))").diagnostics;
    expect(finding?.message).toBe("Residual adds [4] to [8], and the shapes differ");
    expect(finding?.help).toBe("bring it to that shape: `Residual(…, shortcut = Dense(8))`");
  });
});

describe("wrong blocks", () => {
  it.each([
    ["block B(n) = Dense(n) -> B(n)\nB(1)", 'error[cycle] "B" `B` is made from itself'],
    [
      "block A() = B()\nblock B() = Dense(1) -> A()\ninput x: f32[2]\nx -> A()",
      'error[cycle] "A" `A`, `B` are made from one another in a circle',
    ],
    ["block B(n) = Dense(n)\nB()", 'error[missing-argument] "B" B needs the argument n'],
    ["block B(units) = Dense(units)\nB(unit = 3)", 'error[unknown-argument] "unit" B has no argument unit'],
    ["block B(n) = Dense(n)\nB(3, 4)", 'error[unknown-argument] "4" B takes at most one argument'],
    ["block B(n) = Dense(n)\nB(3, n = 4)", 'error[duplicate-argument] "n" n is given twice to B'],
    ["block B(n, n) = Dense(n)\nB(3, 4)", 'error[duplicate-name] "n" `n` is defined twice in B'],
    ["block Basic(n) = Dense(n)\nBasc(3)", 'error[unknown-word] "Basc" there is no layer called Basc'],
    [
      "block B(n) = Dens(n)\nB(3) -> B(4) -> B(5)",
      'error[unknown-word] "Dens" there is no layer called Dens',
    ],
    [
      "input x: f32[4]\nblock B(n) = Dense(n) -> Reshape([n, 2])\na = x -> B(3)\noutput y = x -> B(5)",
      'error[reshape-elements] "[n, 2]"',
    ],
    [
      "input x: f32[4]\nblock B(n) { output x -> Dense(n) }\nx -> B(3)",
      'error[block-scope] "x" `x` is of the network of the file, and B sees only its own arguments',
    ],
    ["block B(n) { h = Dense(n) }\nB(2)", 'error[missing-output] "B" the block B names no output'],
    [
      "block B() { input a, b  output a + b }\ninput x: f32[2]\nx -> B",
      'error[wrong-arity] "B" B takes 2 tensors here, and 1 enter',
    ],
    [
      "block B() { input a  output Dense(2) }\ninput x: f32[2]\nx -> B",
      'error[not-a-tensor] "output Dense(2)" an output of the block B is a tensor, and this is a layer',
    ],
    [
      "block Two() { input x  output a = x -> Dense(2)  output b = x }\ninput x: f32[4]\nx -> Two -> Dense(1)",
      'error[not-a-tensor] "Dense(1)" 2 results come in (a, b), and one tensor is wanted',
    ],
    [
      "block Two() { input x  output a = x -> Dense(2)  output b = x }\ninput x: f32[4]\nr = x -> Two\nr.c -> Dense(1)",
      'error[unknown-name] "c" the result has no part called c',
    ],
    [
      "repeat 0 { Dense(1) }",
      'error[bad-constant] "0" a number of turns is a whole number from 1, and this is 0',
    ],
    [
      "repeat relu { Dense(1) }",
      'error[bad-constant] "relu" `repeat` takes a number of turns or a list of values, not "relu"',
    ],
    [
      "input x: f32[2]\nx -> repeat 3 { Dens(1) }",
      'error[unknown-word] "Dens" there is no layer called Dens',
    ],
    [
      "input x: f32[2]\nx -> repeat 3 { x -> Dense(1) }",
      'error[not-a-layer] "x -> Dense(1)" what is repeated is a layer, and this is a tensor',
    ],
    [
      "input x: f32[2]\nx -> Residual(x)",
      'error[not-a-layer] "x" Residual takes layers, and this is a tensor',
    ],
    [
      "input x: f32[2]\nx -> Residual()",
      'error[missing-argument] "Residual" Residual needs the argument chain',
    ],
  ])("%j", (text, finding) => {
    const found = findingsOf(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(finding);
  });

  it("name the use that they were met in", () => {
    const { diagnostics } = elaborated("block B(n) = Dense(n) -> Reshape([7])\ninput x: f32[4]\nx -> B(3)");
    expect(diagnostics[0]?.related?.at(-1)?.text).toBe("in this use of B");
  });

  it("stop at the limits, with one finding", () => {
    const doubling = Array.from(
      { length: 60 },
      (_, i) => `block B${i + 1}() { input x  output x -> B${i} -> B${i} }`,
    );
    expect(
      findingsOf(`${doubling.join("\n")}\nblock B0() { input x  output x }\ninput x: f32[2]\nx -> B60`),
    ).toEqual([expect.stringContaining("error[limit]")]);
    expect(findingsOf("input x: f32[2]\nx -> repeat 1_000_000_000 { relu }")).toEqual([
      expect.stringContaining("the network has more than 100000 layers"),
    ]);
    const deep = Array.from({ length: 500 }, (_, i) => `block B${i + 1}() = B${i}()`);
    expect(findingsOf(`${deep.join("\n")}\nblock B0() = Dense(1)\ninput x: f32[2]\nx -> B500`)).toEqual([
      expect.stringContaining("blocks stand in one another more than 64 levels deep"),
    ]);
  });
});

describe("IR of expanded files", () => {
  it("is kept as JSON, operators too", () => {
    const model = modelOf(`
block B(n) = Residual(Dense(n), shortcut = Dense(n))
input x: f32[4]
h = x -> repeat 2 { B(4) }
output y = where(h[0] > 0.5, norm(h), 2 * mean(h[1:3])) ^ 2`);
    expect(irToJson(irFromJson(irToJson(model), vocabulary))).toEqual(irToJson(model));
  });
});
