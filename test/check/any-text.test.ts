/** Files as they are while somebody types: cut, doubled, shuffled. Whatever comes out can be printed and mended. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rulePages } from "../../src/check/all-pages.ts";
import { applyFixes } from "../../src/check/apply-fixes.ts";
import { withoutMarks } from "../../src/check/explain.ts";
import { jsonReport } from "../../src/check/render-json.ts";
import { renderPretty } from "../../src/check/render-pretty.ts";
import { checkText } from "./check-text.ts";

const examples = rulePages
  .filter(({ name }) => name !== "limit")
  .flatMap(({ examples: { bad, fixed } }) => [withoutMarks(bad), fixed]);

/** Two examples, each cut somewhere, with a piece of noise between. */
const broken = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.nat(400),
    fc.constantFrom("", " ", "\n", ",", ")", "->", "# allow(lr-high)", "softmax", "\u0000", "é"),
    fc.constantFrom(...examples),
    fc.nat(400),
  )
  .map(([a, i, noise, b, j]) => a.slice(0, i) + noise + b.slice(j % (b.length + 1)));

describe("any text", () => {
  it("can be checked, printed and mended", () => {
    const known = new Set(rulePages.map(({ name }) => name));
    fc.assert(
      fc.property(broken, (text) => {
        const findings = checkText(text);
        for (const { rule, span } of findings) {
          expect(known).toContain(rule);
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
        expect(renderPretty(findings, ["model.nnet"], { hints: true })).toContain(" in model.nnet\n");
        expect(jsonReport(findings, []).files.flatMap((file) => file.findings)).toHaveLength(findings.length);
        checkText(applyFixes(text, findings, { unsafe: true }).text);
      }),
      { numRuns: 150 },
    );
  });
});
