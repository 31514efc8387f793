/** The example files of the language's description. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { outline } from "./outline.ts";

const folder = new URL("examples/", import.meta.url);
const files = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")] as const);

function outlines(text: string): string[] {
  const { file, diagnostics } = parse({ name: "x", text });
  expect(diagnostics).toEqual([]);
  expect(file.unread).toEqual([]);
  return file.items.map(outline);
}

test("there are ten", () => {
  expect(files).toHaveLength(10);
});

describe.each(files)("%s", (_, text) => {
  test("parses without findings", () => {
    expect(outlines(text).length).toBeGreaterThan(0);
  });

  test("means the same with other line ends", () => {
    expect(outlines(text.replaceAll("\n", "\r\n"))).toEqual(outlines(text));
    expect(outlines(text.replaceAll("\n", "\n\n   \n"))).toEqual(outlines(text));
  });

  test("means the same on one line, for newlines are blanks", () => {
    const flat = text
      .split("\n")
      .map((line) => line.replace(/(^|\s)#.*$/, ""))
      .join(" ");
    expect(outlines(flat)).toEqual(outlines(text));
  });
});

test("the outline of a file with several kinds of statements", () => {
  const signatures = files.find(([name]) => name === "signatures.nnet")?.[1] ?? "";
  expect(outlines(signatures).slice(0, 7)).toEqual([
    "input left, right: f32[64, 96, 1]",
    "tower = <Conv2D(16, 5, activation = relu) -> MaxPooling2D() -> Conv2D(32, 3, activation = relu) -> GlobalAveragePooling2D() -> Dense(48)>",
    "a: f32[48] = <left -> tower>",
    "b: f32[48] = <right -> tower>",
    "output gap = norm((a - b))",
    "def contrastive(same, gap) = mean(((same * (gap ^ 2)) + ((1 - same) * (max(0, (1 - gap)) ^ 2))))",
    "def right(same, gap) = mean(((gap < 0.5) == same))",
  ]);
});
