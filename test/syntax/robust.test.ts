/** Whatever the text, parsing ends soon, throws nothing, and every finding has its place in the text. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Span } from "../../src/base/source.ts";
import { parse } from "../../src/syntax/parse.ts";
import { type Node, walk } from "./walk.ts";

const folder = new URL("examples/", import.meta.url);
const programs = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));

function judge(text: string): void {
  const begin = performance.now();
  const { file, diagnostics } = parse({ name: "x", text });
  const inside = ({ start, end }: Span): boolean => 0 <= start && start <= end && end <= text.length;
  expect(performance.now() - begin).toBeLessThan(5000);
  for (const { span, message, fix } of diagnostics) {
    expect(message).not.toBe("");
    expect(message).not.toMatch(/undefined|NaN|\[object/);
    const places = [span, ...(fix?.edits ?? []).map((edit) => edit.span), ...file.unread];
    expect(places.every(inside)).toBe(true);
  }
  let outside = 0;
  walk(file as Node, (node) => {
    if (!inside(node.span as Span)) outside++;
  });
  expect(outside).toBe(0);
}

const pieces = [
  ..."()[]{},.:?=~+-*/%^<>!\"'#\n \t\\;@$`",
  ...["->", "==", "=>", "**", "//", "##", "→", "𝕏", "\u0000", "\r\n"],
  ...[
    "repeat",
    "in",
    "and",
    "not",
    "true",
    "input",
    "output",
    "data",
    "train",
    "block",
    "def",
    "param",
    "import",
    "from",
  ],
  ...["target", "x", "Dense", "64", "1e", "3x", "0.5.", "f32"],
];

test("random characters", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), judge), {
    numRuns: Number(process.env.FUZZ_RUNS ?? 150),
  });
});

test("random pieces of programs", () => {
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 120 });
  fc.assert(
    fc.property(text, fc.constantFrom("", " "), (parts, blank) => judge(parts.join(blank))),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 200) },
  );
});

test("programs with something cut out, put in or doubled", () => {
  const change = fc.record({
    at: fc.nat(2000),
    cut: fc.nat(12),
    put: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...programs),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      (program, changes) => {
        let text = program;
        for (const { at, cut, put } of changes) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + put.join("") + text.slice(place + cut);
        }
        judge(text);
      },
    ),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 200) },
  );
});

test("one bracket, comma or sign less is one finding, rarely two, never a flood", () => {
  const counts: number[] = [];
  for (const program of programs) {
    const code = program.replaceAll(/#.*/g, (comment) => " ".repeat(comment.length));
    // Every third, for speed.
    for (const { index, 0: sign } of [...code.matchAll(/[()[\]{}=:]|->/g)].filter((_, i) => i % 3 === 0)) {
      const { diagnostics } = parse({
        name: "x",
        text: program.slice(0, index) + program.slice(index + sign.length),
      });
      counts.push(diagnostics.length);
    }
  }
  expect(counts.length).toBeGreaterThan(200);
  expect(Math.max(...counts)).toBeLessThanOrEqual(2);
  expect(counts.filter((count) => count === 2).length / counts.length).toBeLessThan(0.05);
});
