import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { spanText } from "../../src/base/source.ts";
import { suppress } from "../../src/check/suppress.ts";
import { at, commentsOnly, finding, sourceOf } from "./finding-at.ts";

const ruleNames = ["lr-high", "constant-init", "softmax-one-unit"];

/** Findings of `rule` at the text `Adam(5)`, after suppression by the comments of the text. */
function left(text: string, more: Partial<Diagnostic> = {}, options: { complete?: boolean } = {}) {
  const source = sourceOf(text);
  return suppress(commentsOnly(source), [finding(at(source, "Adam(5)"), more)], {
    ruleNames,
    complete: options.complete ?? true,
  });
}

function names(findings: readonly Diagnostic[]): string[] {
  return findings.map(({ rule }) => rule);
}

describe("allowing a rule", () => {
  it.each([
    ["at the end of the line", "optimizer = Adam(5)  # allow(lr-high): a small table"],
    ["on the line above", "# allow(lr-high): a small table\noptimizer = Adam(5)"],
    ["above other comments", "# allow(lr-high): a small table\n# tried 3 too\noptimizer = Adam(5)"],
    ["with other rules", "optimizer = Adam(5)  # allow(lr-high): small\n# allow-file(lr-high): all of it"],
    ["with an indent and CRLF", "{\r\n  # allow(lr-high): small\r\n  optimizer = Adam(5)\r\n}"],
    ["for the file, from anywhere", "optimizer = Adam(5)\n\n\n# allow-file(lr-high): an experiment"],
    ["without the colon", "optimizer = Adam(5)  # allow(lr-high) a small table"],
  ])("silences it %s", (_, text) => {
    expect(left(text)).toEqual([]);
  });

  it("silences one place only", () => {
    const source = sourceOf("a = Adam(5)  # allow(lr-high): small\nb = Adam(6)");
    const findings = [finding(at(source, "Adam(5)")), finding(at(source, "Adam(6)"))];
    const kept = suppress(commentsOnly(source), findings, { ruleNames, complete: true });
    expect(kept.map(({ span }) => spanText(span))).toEqual(["Adam(6)"]);
  });

  it("silences several rules by one comment", () => {
    const source = sourceOf("a = Adam(5)  # allow(lr-high, constant-init): a test");
    const span = at(source, "Adam(5)");
    const findings = [finding(span), finding(span, { rule: "constant-init" })];
    expect(suppress(commentsOnly(source), findings, { ruleNames, complete: true })).toEqual([]);
  });

  it("reaches a finding of several lines from any of them", () => {
    const source = sourceOf("optimizer = Adam(\n  5  # allow(lr-high): small\n)");
    const findings = [finding(at(source, "Adam(\n  5  # allow(lr-high): small\n)"))];
    expect(suppress(commentsOnly(source), findings, { ruleNames, complete: true })).toEqual([]);
  });

  it("does not reach other lines", () => {
    const kept = left("# allow(lr-high): small\n\noptimizer = Adam(5)");
    expect(names(kept)).toEqual(["lr-high", "unused-allow"]);
  });

  it("needs a reason, and silences nothing without one", () => {
    const kept = left("optimizer = Adam(5)  # allow(lr-high)");
    expect(names(kept)).toEqual(["lr-high", "allow-without-reason"]);
    expect(kept[1]).toMatchObject({ severity: "warning", help: expect.stringContaining("allow(lr-high):") });
    expect(names(left("optimizer = Adam(5)  # allow(lr-high):  "))).toEqual([
      "lr-high",
      "allow-without-reason",
    ]);
  });

  it("is a hint where nothing is found", () => {
    const kept = left("x = 1  # allow(constant-init): a test\noptimizer = Adam(5)");
    expect(kept[1]).toMatchObject({ rule: "unused-allow", severity: "hint" });
    expect(spanText((kept[1] as Diagnostic).span)).toBe("# allow(constant-init): a test");
  });

  it("is not called unused where the file could not be read whole, or the rule is off", () => {
    expect(names(left("# allow(constant-init): a\nAdam(5)", {}, { complete: false }))).toEqual(["lr-high"]);
    const source = sourceOf("x  # allow(constant-init): a");
    const options = { ruleNames, complete: true, inactive: new Set(["constant-init"]) };
    expect(suppress(commentsOnly(source), [], options)).toEqual([]);
  });

  it("suggests the rule that was meant", () => {
    const kept = left("optimizer = Adam(5)  # allow(lr-hihg): small");
    expect(names(kept)).toEqual(["lr-high", "unknown-rule"]);
    expect(kept[1]).toMatchObject({ severity: "warning", fix: { title: "lr-high" } });
    expect(spanText((kept[1] as Diagnostic).span)).toBe("lr-hihg");
  });

  it.each(["# allow(): why", "# allow(nothing-like-it): why"])("refuses %s", (comment) => {
    expect(names(left(`optimizer = Adam(5)  ${comment}`))).toEqual(["lr-high", "unknown-rule"]);
  });

  it("reads only comments that begin with it", () => {
    expect(names(left("optimizer = Adam(5)  # we allow(lr-high): small"))).toEqual(["lr-high"]);
    expect(names(left("optimizer = Adam(5)  # allow (for now) a high rate"))).toEqual(["lr-high"]);
  });

  it("takes a rule from those that a finding speaks for", () => {
    const also = ["lr-high"];
    const kept = left("Adam(5)  # allow(lr-high): small", { rule: "softmax-one-unit", also });
    expect(names(kept)).toEqual(["softmax-one-unit"]);
    expect(kept[0]).not.toHaveProperty("also");
  });
});
