import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Expression, Type } from "../../src/syntax/ast.ts";
import { parse } from "../../src/syntax/parse.ts";
import { printExpression, printType } from "../../src/syntax/print-expression.ts";
import { expressionText } from "./arbitraries.ts";
import { outline } from "./outline.ts";

function read(text: string): Expression {
  const { file, diagnostics } = parse({ name: "x", text: `h = ${text}` });
  expect(diagnostics, text).toEqual([]);
  const [item] = file.items;
  if (file.items.length !== 1 || item?.kind !== "binding") throw new Error(`not one binding: ${text}`);
  return item.value;
}

describe("the canonical text", () => {
  test.each([
    ["a->b  ->c", "a -> b -> c"],
    ["(a -> b) -> c", "(a -> b) -> c"],
    ["(a+b)*c", "(a + b) * c"],
    ["((a*b))+c", "a * b + c"],
    ["a-(b-c)", "a - (b - c)"],
    ["(a^b)^c", "(a ^ b) ^ c"],
    ["(-a)^-b", "(-a) ^ -b"],
    ["-(a^b)", "-a ^ b"],
    ["-(a+b)", "-(a + b)"],
    ["not(a==b)", "not (a == b)"],
    ["(a<b)==c", "(a < b) == c"],
    ["a?b:c->d", "(a ? b : c) -> d"],
    ["a?(b?c:d):(e->f)", "a ? (b ? c : d) : (e -> f)"],
    ["Dense( 64,activation='relu',use_bias=True )", 'Dense(64, activation = "relu", use_bias = true)'],
    ["(3,3)", "(3, 3)"],
    ["(3,)", "(3,)"],
    ["{a=1 'b'=2,3=4}", '{ a = 1, "b" = 2, 3 = 4 }'],
    ["{}", "{}"],
    ["x[ 1 : , 2]", "x[1:, 2]"],
    ["repeat f in[1]{A(f)->B}", "repeat f in [1] { A(f) -> B }"],
    ["8_000+1e-3", "8_000 + 1e-3"],
    ["(a->b)(1).c", "(a -> b)(1).c"],
  ])("%s", (text, printed) => {
    expect(printExpression(read(text))).toBe(printed);
  });

  test("a value that could not be read", () => {
    const { file } = parse({ name: "x", text: "h = a +\nk = 2" });
    const [item] = file.items;
    expect(item?.kind === "binding" && printExpression(item.value)).toBe("a + …");
  });
});

test("types", () => {
  const text = "a: f32[28,T+1, ?] = x\nb: f32 = x\nc: [3] = x\nd: f32[] = x";
  const types = parse({ name: "x", text }).file.items.map((item) => item.kind === "binding" && item.type);
  expect(types.map((type) => printType(type as Type))).toEqual(["f32[28, T + 1, ?]", "f32", "[3]", "f32"]);
});

test("printing and reading gives the same tree, and the same text again", () => {
  fc.assert(
    fc.property(expressionText, (text) => {
      const tree = read(text);
      const printed = printExpression(tree);
      const again = read(printed);
      expect(outline(again)).toBe(outline(tree));
      expect(printExpression(again)).toBe(printed);
    }),
    { numRuns: 500 },
  );
});
