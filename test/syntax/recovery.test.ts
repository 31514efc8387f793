import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Diagnostic, Edit } from "../../src/base/diagnostic.ts";
import { parse } from "../../src/syntax/parse.ts";
import { outline } from "./outline.ts";

function outlines(text: string): string[] {
  return parse({ name: "x", text }).file.items.map(outline);
}

function messages(text: string): string[] {
  return parse({ name: "x", text }).diagnostics.map(({ message }) => message);
}

describe("a broken part never hides the rest", () => {
  test.each([
    ["h = x -> Dense(8, relu\noutput y = h", ["h = <x -> Dense(8, relu)>", "output y = h"]],
    ["Dense(64 relu) -> B", ["<Dense(64, relu) -> B>"]],
    ["Dense(4,, relu)", ["Dense(4, relu)"]],
    ["h =\noutput y = h", ["h = <missing>", "output y = h"]],
    ["a = b +\nc = d", ["a = (b + <missing>)", "c = d"]],
    ["data {\n a = [b, c\n d = e\n}\nx = 1", ["data {name:a = [b, c], name:d = e}", "x = 1"]],
    ["data {\n a = b\n\nh = 1\n", ["data {name:a = b}", "h = 1"]],
    ["input x: f32[3\nx -> A", ["input x: f32[3]", "<x -> A>"]],
    ["a = x @ y\nb = 2", ["a = x, y", "b = 2"].slice(1)],
    ["block B(n) {\n input x\n data { a = 1 }\n output x\n}", ["block B(n) {input x; output x}"]],
    ["in = 3\nx = 2", ["in = 3", "x = 2"]],
    ["trian { a = 1 }", ["train {name:a = 1}"]],
    ["x: f32[3]\nx -> A", ["input x: f32[3]", "<x -> A>"]],
  ])("%s", (text, expected) => {
    expect(messages(text)).toHaveLength(1);
    const found = outlines(text);
    expect(found.slice(-expected.length)).toEqual(expected);
  });
});

test("four mistakes are four findings in one run, in order of place", () => {
  const text = "input x: f32[4\nh = x => A\noutput y = h -> Dense(1 relu)\ntrain {\n  loss mse\n}\n";
  const { file, diagnostics } = parse({ name: "x", text });
  expect(diagnostics.map(({ rule }) => rule)).toEqual(["syntax", "syntax", "syntax", "syntax"]);
  expect(diagnostics.map(({ span }) => text.slice(0, span.start).split("\n").length)).toEqual([1, 2, 3, 5]);
  expect(file.items.map(outline)).toEqual([
    "input x: f32[4]",
    "h = <x -> A>",
    "output y = <h -> Dense(1, relu)>",
    "train {name:loss = mse}",
  ]);
});

test("a missing bracket is shown at the end of its line, not where it was noticed", () => {
  const text = "data {\n  features = [a, b   # two\n  target = c\n}\n";
  const [finding] = parse({ name: "x", text }).diagnostics;
  expect(finding?.span.start).toBe(text.indexOf("b   #") + 1);
  expect(finding?.related?.[0]?.span.start).toBe(text.indexOf("["));
});

test("what is left out is told", () => {
  const text = "please read this line\nh = 3\n";
  const { file, diagnostics } = parse({ name: "x", text });
  expect(diagnostics).toHaveLength(1);
  expect(file.items.map(outline)).toContain("h = 3");
  expect(file.unread.map(({ start, end }) => text.slice(start, end)).join()).toContain("this line");
});

test("messages never name tokens or rules of the grammar", () => {
  const folder = new URL("wrong/", import.meta.url);
  for (const name of readdirSync(folder)) {
    const page = readFileSync(new URL(name, folder), "utf8").split("```text\n")[1] ?? "";
    expect(page).not.toMatch(
      /Token|LeftParen|Identifier|RightB|undefined|MissingValue|NaN|expressionStatement/,
    );
  }
});

function applied(text: string, diagnostics: readonly Diagnostic[]): string {
  const edits: Edit[] = diagnostics.flatMap(({ fix }) => fix?.edits ?? []);
  return edits
    .toSorted((a, b) => b.span.start - a.span.start || b.span.end - a.span.end)
    .reduce((mended, { span, text }) => mended.slice(0, span.start) + text + mended.slice(span.end), text);
}

describe("with all fixes applied the text is right, and means what recovery took it for", () => {
  const folder = new URL("wrong/", import.meta.url);
  const pages = readdirSync(folder).map(
    (name) => [name, readFileSync(new URL(name, folder), "utf8")] as const,
  );
  const cases = pages
    .map(([name, page]) => [name, page.match(/```nnet\n(.*?)```/s)?.[1] ?? ""] as const)
    .filter(([, text]) => parse({ name: "x", text }).diagnostics.every(({ fix }) => fix !== undefined));

  test("most wrong files have a fix for every mistake", () => {
    expect(cases.length).toBeGreaterThan(pages.length / 2);
  });

  test.each(cases)("%s", (_, text) => {
    const { file, diagnostics } = parse({ name: "x", text });
    const mended = parse({ name: "x", text: applied(text, diagnostics) });
    expect(mended.diagnostics).toEqual([]);
    expect(mended.file.items.map(outline)).toEqual(file.items.map(outline));
  });
});
