/** `--fix` over many wrong files: what can be mended safely is mended, and no file is broken. */
import { expect, test } from "vitest";
import { isError } from "../../src/base/diagnostic.ts";
import { allRules } from "../../src/check/all-rules.ts";
import { applyFixes } from "../../src/check/apply-fixes.ts";
import { isWatchRule } from "../../src/check/rule.ts";
import { parse } from "../../src/syntax/parse.ts";
import { findingsOf, readMarks } from "./check-text.ts";

/** As `nnet check --fix` goes about it. */
const mostRounds = 5;

const wrong = allRules
  .filter((rule) => !isWatchRule(rule))
  .map(({ examples }) => readMarks(examples.bad).text);

/** Several ways of writing each, so that edits meet comments, line ends and commas. */
const files = wrong.flatMap((text) => [
  text,
  text.replaceAll("\n", "\r\n"),
  text.replaceAll(" -> ", "\n  -> "),
  text.replaceAll("\n", "   # as it was\n"),
]);

test("200 files and more are left without a finding that a safe fix mends", () => {
  expect(files.length).toBeGreaterThan(200);
  for (const file of files) {
    let text = file;
    for (let round = 0; round < mostRounds; round++) text = applyFixes(text, findingsOf(text)).text;
    expect(
      findingsOf(text).filter(({ fix }) => fix?.safe),
      text,
    ).toEqual([]);
    expect(parse({ name: "file.nnet", text }).diagnostics.filter(isError), text).toEqual([]);
  }
});
