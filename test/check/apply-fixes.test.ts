import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic, Edit } from "../../src/base/diagnostic.ts";
import { applyEdits, applyFixes } from "../../src/check/apply-fixes.ts";
import { at, finding, sourceOf } from "./finding-at.ts";

const source = sourceOf("Dense(64) -> Dense(1, softmax)\ntrain { loss = mse }\n");

function fixing(edits: readonly Edit[], safe = true): Diagnostic {
  return finding(edits[0]?.span ?? at(source, "train"), { fix: { title: "…", edits, safe } });
}

const toSigmoid = { span: at(source, "softmax"), text: "sigmoid" };
const toBinary = { span: at(source, "mse"), text: "binary_crossentropy" };
const insertion = { span: { source, start: 8, end: 8 }, text: ", relu" };

describe("fixes", () => {
  it("are applied whole, several at once", () => {
    const { text, applied, skipped } = applyFixes(source.text, [
      fixing([toBinary, toSigmoid]),
      fixing([insertion]),
    ]);
    expect(text).toBe("Dense(64, relu) -> Dense(1, sigmoid)\ntrain { loss = binary_crossentropy }\n");
    expect([applied.length, skipped.length]).toEqual([2, 0]);
  });

  it("leave suggestions alone unless they are wanted", () => {
    const suggested = fixing([toSigmoid], false);
    expect(applyFixes(source.text, [suggested])).toEqual({ text: source.text, applied: [], skipped: [] });
    expect(applyFixes(source.text, [suggested], { unsafe: true }).text).toContain("Dense(1, sigmoid)");
  });

  it("skip what is in the way of an earlier one, with all its edits", () => {
    const first = fixing([toSigmoid]);
    const second = fixing([{ span: at(source, "Dense(1, softmax)"), text: "Dense(2)" }, toBinary]);
    const { text, applied, skipped } = applyFixes(source.text, [first, second]);
    expect(text).toBe("Dense(64) -> Dense(1, sigmoid)\ntrain { loss = mse }\n");
    expect(applied).toEqual([first]);
    expect(skipped).toEqual([second]);
  });

  it("share an edit that two of them ask for", () => {
    const { text, applied } = applyFixes(source.text, [fixing([toSigmoid]), fixing([toSigmoid, toBinary])]);
    expect(text).toBe("Dense(64) -> Dense(1, sigmoid)\ntrain { loss = binary_crossentropy }\n");
    expect(applied).toHaveLength(2);
  });

  it("do not guess the order of two insertions at one place", () => {
    const other = { ...insertion, text: ", tanh" };
    expect(applyFixes(source.text, [fixing([insertion]), fixing([other])]).skipped).toHaveLength(1);
  });

  it("refuse edits that overlap each other or another text", () => {
    const broken = fixing([toSigmoid, { span: at(source, "1, softmax"), text: "2" }]);
    const foreign = fixing([{ span: at(sourceOf("softmax", "other.nnet"), "softmax"), text: "x" }]);
    const { text, skipped } = applyFixes(source.text, [broken, foreign]);
    expect(text).toBe(source.text);
    expect(skipped).toEqual([broken, foreign]);
  });

  it("keep everything outside the edits", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 9 }), fc.string(), (parts, put) => {
        const text = parts.join("");
        const own = sourceOf(text);
        let offset = 0;
        const spans = parts.map((part) => {
          const start = offset;
          offset += part.length;
          return { source: own, start, end: offset };
        });
        const edits = spans.filter((_, i) => i % 2 === 1).map((span) => ({ span, text: put }));
        expect(applyEdits(text, edits)).toBe(parts.map((part, i) => (i % 2 === 1 ? put : part)).join(""));
      }),
    );
  });
});
