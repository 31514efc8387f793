/** What the formatter makes of texts: each pair is written as a person would read it. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Dialect } from "../../src/syntax/format/plain-form.ts";
import { format } from "../../src/syntax/format.ts";
import { parse } from "../../src/syntax/parse.ts";

const folder = new URL("examples/", import.meta.url);

function formatted(text: string, dialect?: Dialect): string {
  const { file, diagnostics } = parse({ name: "test.nnet", text });
  expect(diagnostics, text).toEqual([]);
  return format(file, dialect);
}

/** Formats to the second text, which formats to itself. */
function expectFormat(text: string, expected: string, dialect?: Dialect): void {
  expect(formatted(text, dialect)).toBe(expected);
  expect(formatted(expected, dialect)).toBe(expected);
}

test.each(readdirSync(folder))("%s formats to itself", (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  expect(formatted(text)).toBe(text);
  expect(formatted(text.replaceAll("\n", "\r\n"))).toBe(text);
});
