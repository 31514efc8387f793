import { describe, expect, test } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { NnetParser } from "../../src/syntax/parser.ts";
import { outlineOf } from "./outline.ts";

function check(cases: readonly (readonly [text: string, outline: string])[]): void {
  test.each(cases)("%s", (text, outline) => {
    expect(outlineOf(text)).toBe(outline);
  });
}

test("the grammar is sound", () => {
  expect(() => new NnetParser(true)).not.toThrow();
});

describe("statements", () => {
  check([
    ["", ""],
    ["# only a comment", ""],
    ['import A from "b.nnet"', "import A from b.nnet"],
    ["import A, B from 'b.nnet'", "import A, B from b.nnet"],
    ["param width = 24", "param width = 24"],
    ["param width: i32 = 24 in [16, 24]", "param width: i32[] = 24 in [16, 24]"],
    ["def f() = 1", "def f() = 1"],
    ["def f(a, b = 2,) = a + b", "def f(a, b = 2) = (a + b)"],
    ["block B(n) = Dense(n) -> relu", "block B(n) = <Dense(n) -> relu>"],
    ["block B() { input x\n y = x -> A\n output y }", "block B() {input x; y = <x -> A>; output y}"],
    ["data { source = s }", "data {name:source = s}"],
    ["data inside { source = s }", "data inside {name:source = s}"],
    ["train {}", "train {}"],
    ["search { by = val_loss }", "search {name:by = val_loss}"],
    ["target digit: class(10)", "target digit: class(10)"],
    ["target y: class(12)[4] in range(0, 9)", "target y: class(12)[4] in range(0, 9)"],
    ["input a", "input a"],
    ["input a, b: f32[28, T, ?]", "input a, b: f32[28, T, ?]"],
    ["input p: u8[28, 28] in range(0, 255)", "input p: u8[28, 28] in range(0, 255)"],
    ["input a: [3, n + 1]", "input a: any[3, (n + 1)]"],
    ["input a: f32[3,]", "input a: f32[3]"],
    ["output spam = x -> A", "output spam = <x -> A>"],
    ["output x -> A", "output <x -> A>"],
    ["output y: f32[3] ~ Normal(a, b)", "output y: f32[3] ~ Normal(a, b)"],
    ["h: f32[S, dim] = x", "h: f32[S, dim] = x"],
    ["z ~ Normal(0, 1)", "z ~ Normal(0, 1)"],
    ["Dense(1)", "Dense(1)"],
  ]);
});

describe("expressions", () => {
  check([
    ["a -> b -> c", "<a -> b -> c>"],
    ["a + b -> Dense(1)", "<(a + b) -> Dense(1)>"],
    ["(a -> b) + c", "(<a -> b> + c)"],
    ["a or b and c == d + e * -f ^ 2", "(a or (b and (c == (d + (e * (- (f ^ 2)))))))"],
    ["a - b - c", "((a - b) - c)"],
    ["a / b * c % d", "(((a / b) * c) % d)"],
    ["2 ^ 3 ^ 4", "(2 ^ (3 ^ 4))"],
    ["-2 ^ -3 ^ 4", "(- (2 ^ (- (3 ^ 4))))"],
    ["not not a", "(not (not a))"],
    ["not a == b", "((not a) == b)"],
    ["(gap < 0.5) == same", "((gap < 0.5) == same)"],
    ["a != b or a <= b or a >= b or a > b", "((((a != b) or (a <= b)) or (a >= b)) or (a > b))"],
    ["a < 1 ? b + 1 : c", "((a < 1) ? (b + 1) : c)"],
    ["x -> (a ? A() : B()) -> C", "<x -> (a ? A() : B()) -> C>"],
    ["a ? b : (c ? d : e)", "(a ? b : (c ? d : e))"],
    ["(3, 3)", "tuple(3, 3)"],
    ["(3,)", "tuple(3)"],
    ["((3))", "3"],
    ["[]", "[]"],
    ["[1, 2,]", "[1, 2]"],
    ["f(1, b = 2,)(3)", "f(1, b = 2)(3)"],
    ["x[0, 1:2, :3, 4:, :, -1]", "x[0, 1:2, :3, 4:, :, (- 1)]"],
    ["r.output.h[0](1)", "r.output.h[0](1)"],
    ["repeat 3 { A }", "repeat 3 {A}"],
    ["repeat 2 * n { A -> B }", "repeat (2 * n) {<A -> B>}"],
    ["repeat f in [16, 32] { A(f) }", "repeat f in [16, 32] {A(f)}"],
    ["{ a = 1, 'b c' = 2 3 = 4 }", "{name:a = 1, string:b c = 2, number:3 = 4}"],
    ["f(a = x -> B)", "f(a = <x -> B>)"],
    ["true and false or none", "((true and false) or <none>)"],
  ]);
});

describe("words", () => {
  check([
    [
      "data { target = target, input = 1, in = 2, not = 3 }",
      "data {name:target = target, name:input = 1, name:in = 2, name:not = 3}",
    ],
    ["f(repeat = 1, in = 2)", "f(repeat = 1, in = 2)"],
    ["x.in.repeat", "x.in.repeat"],
    ["input -> Dense(1)", "<input -> Dense(1)>"],
    ["input = 3", "input = 3"],
    ["data = 3\ntrain = data", "data = 3\ntrain = data"],
    ["def def(def) = def", "def def(def) = def"],
    ["param param = 1", "param param = 1"],
    ["block block(block) = block", "block block(block) = block"],
    ["import import from 'x'", "import import from x"],
    ["import from from 'x'", "import from from x"],
    ["from = from + 1", "from = (from + 1)"],
    ["target: f32 = 3", "target: f32[] = 3"],
    ["output = 3", "output = 3"],
    ["output output", "output output"],
    ["output(x)", "output(x)"],
    ["output (x + y) -> A", "output <(x + y) -> A>"],
    ["output [a, b] -> A", "output <[a, b] -> A>"],
    ["output[0] -> A", "<output[0] -> A>"],
    ["output -x", "output (- x)"],
    ["output - x", "(output - x)"],
    ["output { a = b }", "output {name:a = b}"],
    ["Dense(64, activation='relu', use_bias=True)", 'Dense(64, activation = "relu", use_bias = true)'],
    ["f(None, False)", "f(<none>, false)"],
    ["määrä = 3", "määrä = 3"],
  ]);
});

describe("lines", () => {
  check([
    ["a\n-> b\n -> c", "<a -> b -> c>"],
    ["a ->\nb", "<a -> b>"],
    ["a\n+ b\n- c", "((a + b) - c)"],
    ["a\n(b) -> c", "a\n<b -> c>"],
    ["a\n[b, c] -> d", "a\n<[b, c] -> d>"],
    ["input x: f32\n[x, x] -> A", "input x: f32[]\n<[x, x] -> A>"],
    ["f(\n1\n,\n2\n)", "f(1, 2)"],
    ["x = f(\n) y = 2", "x = f()\ny = 2"],
    ["param\nn\n=\n3\nin\n[1]", "param n = 3 in [1]"],
    ["a\r\n-> b\r\nc", "<a -> b>\nc"],
    ["train { a = 1 b = 2\nc = 3, }", "train {name:a = 1, name:b = 2, name:c = 3}"],
    ["a // c ( [\n-> b # d", "<a -> b>"],
    ["\ufeffa\u00a0-> b", "<a -> b>"],
  ]);

  test("a point begins no member on the next line", () => {
    const { file, diagnostics } = parse({ name: "x", text: "a\n.b" });
    expect(diagnostics).toHaveLength(1);
    expect(file.items[0]).toMatchObject({ expression: { kind: "identifier", name: "a" } });
  });
});

describe("numbers and texts", () => {
  test.each([
    ["8_000", 8000],
    ["1e-3", 0.001],
    ["2.5E+2", 250],
    [".5", 0.5],
    ["1.", 1],
    ["0.0", 0],
    ["1_0.2_5", 10.25],
  ])("%s", (raw, value) => {
    const { file, diagnostics } = parse({ name: "x", text: raw });
    expect(diagnostics).toEqual([]);
    expect(file.items[0]).toMatchObject({ expression: { kind: "number", raw, value } });
  });

  test.each([
    [String.raw`"a\"b\\c\n\t"`, 'a"b\\c\n\t'],
    [String.raw`'it\'s "x"'`, `it's "x"`],
    ['"# no comment // none"', "# no comment // none"],
    ['""', ""],
  ])("%s", (text, value) => {
    const { file, diagnostics } = parse({ name: "x", text });
    expect(diagnostics).toEqual([]);
    expect(file.items[0]).toMatchObject({ expression: { kind: "string", value } });
  });
});

test("comments are kept in order, with their kind", () => {
  const text = "# one\n## two \na -> # three\n b // four\n#\n## \n";
  const { comments } = parse({ name: "x", text }).file;
  expect(comments.map((comment) => [comment.text, comment.documentation])).toEqual([
    ["one", false],
    ["two", true],
    ["three", false],
    ["four", false],
    ["", false],
    ["", true],
  ]);
  expect(comments.map(({ span }) => text.slice(span.start, span.end)).slice(0, 4)).toEqual([
    "# one",
    "## two",
    "# three",
    "// four",
  ]);
});
