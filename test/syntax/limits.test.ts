import { describe, expect, test } from "vitest";
import { parse } from "../../src/syntax/parse.ts";
import { outline } from "./outline.ts";

function rules(text: string): string[] {
  return parse({ name: "x", text }).diagnostics.map(({ rule, message }) => `${rule}: ${message}`);
}

const tooDeep = "limit: brackets nest more than 64 levels deep here";
const tooLong = "limit: more than 500 operations hang on one another here";

describe("nesting", () => {
  test("64 levels are read", () => {
    expect(rules(`x = ${"[".repeat(64)}1${"]".repeat(64)}`)).toEqual([]);
    expect(rules(`x = ${"(".repeat(64)}1${")".repeat(64)}`)).toEqual([]);
  });

  test.each([
    ["lists", `x = ${"[".repeat(65)}1${"]".repeat(65)}`],
    ["unclosed", `x = ${"(".repeat(200_000)}`],
    ["calls", `x = ${"f(".repeat(65)}1${")".repeat(65)}`],
    ["repeats", `x -> ${"repeat 2 { ".repeat(65)}A${"}".repeat(65)}`],
    ["records", `data ${"{ a = ".repeat(65)}1${"}".repeat(65)}`],
  ])("65 levels of %s are one clear error, and the rest is read", (_, text) => {
    const { file, diagnostics } = parse({ name: "x", text: `a = 1\n${text}\nb = 2\n` });
    expect(diagnostics.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([tooDeep]);
    expect(file.items.map(outline)).toEqual(["a = 1", "b = 2"]);
    expect(file.unread).toHaveLength(1);
  });
});

describe("operations", () => {
  test("a sum of 400 terms is read", () => {
    expect(rules(`x = 1${" + 2".repeat(400)}`)).toEqual([]);
  });

  test("many values beside one another do not add up", () => {
    expect(rules("f(1) + g(-2)\n".repeat(2000))).toEqual([]);
    expect(rules(`x = [${"-1, ".repeat(2000)}]`)).toEqual([]);
    expect(rules(`x = A${"\n  -> Dense(1 + 2)".repeat(2000)}`)).toEqual([]);
  });

  test.each([
    ["sum", `1${" + 2".repeat(100_000)}`],
    ["power", `1${" ^ 2".repeat(100_000)}`],
    ["signs", `${"-".repeat(100_000)}1`],
    ["not", `${"not ".repeat(100_000)}1`],
    ["members", `a${".b".repeat(100_000)}`],
    ["calls", `a${"()".repeat(100_000)}`],
    ["repeats", `A${" + repeat 3 { A }".repeat(10_000)}`],
    ["unfinished", "1 + ".repeat(100_000)],
  ])("a %s without end is one clear error, and the rest is read", (_, text) => {
    const { file, diagnostics } = parse({ name: "x", text: `a = 1\nx = ${text}\nb = 2\n` });
    expect(diagnostics.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([tooLong]);
    expect(file.items.map(outline)).toEqual(["a = 1", "b = 2"]);
  });
});

describe("size", () => {
  test("1 MiB is read", () => {
    expect(rules(`#${"x".repeat(1024 * 1024 - 1)}`)).toEqual([]);
  });

  test("more is one clear error", () => {
    expect(rules("x".repeat(1024 * 1024 + 1))).toEqual([
      "limit: this file is larger than 1 MiB, the most that a model file may hold",
    ]);
  });

  test("bytes count, not characters", () => {
    expect(rules(`#${"ä".repeat(600_000)}`)[0]).toMatch(/larger than 1 MiB/);
    expect(rules(`#${"ä".repeat(500_000)}`)).toEqual([]);
  });

  test("10,000 layers are read in well under a second", () => {
    const chain = `x${"\n  -> Dense(64, activation = relu)".repeat(10_000)}`;
    const lines = Array.from({ length: 10_000 }, (_, i) => `h${i} = x -> Dense(64, relu)`).join("\n");
    parse({ name: "warm", text: chain });
    for (const text of [chain, lines]) {
      const begin = performance.now();
      expect(rules(text)).toEqual([]);
      // Generous, for a busy machine: it takes about 0.25 s.
      expect(performance.now() - begin).toBeLessThan(5000);
    }
  });
});

test("a binary file is one clear error", () => {
  expect(rules("\u0089PNG\r\n\0\0\0\rIHDR")).toEqual([
    "syntax: this is a binary file, not the text of a model",
  ]);
});

test("beyond a hundred mistakes the rest is not told", () => {
  const found = rules("a = b => c\n".repeat(1000));
  expect(found).toHaveLength(101);
  expect(found.at(-1)).toBe("limit: this file has 100 mistakes or more; the rest is not told");
  expect(rules("@ ".repeat(1000))).toHaveLength(101);
});

test("nothing is found in nothing", () => {
  for (const text of ["", "\n\n", "   ", "\ufeff", "# a comment"]) {
    const { file, diagnostics } = parse({ name: "x", text });
    expect(diagnostics).toEqual([]);
    expect(file.items).toEqual([]);
  }
});
