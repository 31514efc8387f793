import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { type Node, walk } from "./walk.ts";

const folder = new URL("examples/", import.meta.url);

/** All nodes of a kind, as they stand in the text. */
function texts(text: string, kind: string): string[] {
  const found: string[] = [];
  const { file, diagnostics } = parse({ name: "x", text });
  expect(diagnostics).toEqual([]);
  walk(file as Node, (node) => {
    if (node.kind === kind) found.push(text.slice(node.span.start, node.span.end));
  });
  return found;
}

describe("a node's span is exactly its text", () => {
  test.each([
    ["import A, B from 'x'  # c", "import", ["import A, B from 'x'"]],
    ["  param n: i32 = 3 in [1, 2]  ", "param", ["param n: i32 = 3 in [1, 2]"]],
    ["param n: f32[3, ?] = 3", "type", ["f32[3, ?]"]],
    ["param n: f32[3, ?] = 3", "unknown-dim", ["?"]],
    ["def f(a, b = (2)) = a", "formal", ["a", "b = (2)"]],
    ["def f(a) = (a)\n", "def", ["def f(a) = (a)"]],
    ["block B(n) { input x\n output x }\n", "block", ["block B(n) { input x\n output x }"]],
    ["data in1 { a = 1, b = [2] }", "section", ["data in1 { a = 1, b = [2] }"]],
    ["data in1 { a = 1, b = [2], }", "entry", ["a = 1", "b = [2]"]],
    ["data in1 { a = 1, 'b' = [2] }", "key", ["a", "'b'"]],
    ["target y: class(3) in range(0, 1)", "target", ["target y: class(3) in range(0, 1)"]],
    ["input a, b: f32 in r", "input", ["input a, b: f32 in r"]],
    ["output y = x -> A\n", "output", ["output y = x -> A"]],
    ["output y = x -> A\n", "binding", ["y = x -> A"]],
    ["(a + b) * c - d", "binary", ["(a + b) * c - d", "(a + b) * c", "a + b"]],
    ["(a) -> (b)", "chain", ["(a) -> (b)"]],
    ["-(a) ^ -b", "unary", ["-(a) ^ -b", "-b"]],
    ["-(a) ^ -b", "binary", ["(a) ^ -b"]],
    ["(f)(1, b = 2 )", "call", ["(f)(1, b = 2 )"]],
    ["(f)(1, b = 2 )", "argument", ["1", "b = 2"]],
    ["x[ 1:2 , :]", "index", ["x[ 1:2 , :]"]],
    ["x[ 1:2 , :]", "slice", ["1:2", ":"]],
    ["a.b .c", "member", ["a.b .c", "a.b"]],
    ["(a ? b : c)", "choice", ["a ? b : c"]],
    ["x -> repeat f in [1] { A } -> B", "repeat", ["repeat f in [1] { A }"]],
    ["f((1, 2))", "tuple", ["(1, 2)"]],
    ["f([1, 2 ,])", "list", ["[1, 2 ,]"]],
  ])("%s: %s", (text, kind, expected) => {
    expect(texts(text, kind)).toEqual(expected);
  });

  test("the sign of an operation and the word of a section have spans of their own", () => {
    const text = "train { a = 1  +  2 }";
    const { file } = parse({ name: "x", text });
    const section = file.items[0];
    expect(section?.kind).toBe("section");
    if (section?.kind !== "section") return;
    expect(text.slice(section.keyword.start, section.keyword.end)).toBe("train");
    const value = section.record.entries[0]?.value;
    expect(value?.kind).toBe("binary");
    if (value?.kind !== "binary") return;
    expect(text.slice(value.operatorSpan.start, value.operatorSpan.end)).toBe("+");
  });
});

test.each(readdirSync(folder))("%s: nodes lie inside their parents, without blanks at the edges", (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  let nodes = 0;
  walk(parse({ name, text }).file as Node, (node, parent) => {
    if (parent === undefined) return;
    nodes++;
    const own = text.slice(node.span.start, node.span.end);
    expect(own).toBe(own.trim());
    expect(own).not.toBe("");
    expect(node.span.start).toBeGreaterThanOrEqual(parent.span.start);
    expect(node.span.end).toBeLessThanOrEqual(parent.span.end);
    if (node.kind === "identifier") expect(own).toBe((node as Node & { name: string }).name);
    if (node.kind === "number") expect(own).toBe((node as Node & { raw: string }).raw);
  });
  expect(nodes).toBeGreaterThan(5);
});
