/** What every rule promises, and every name that a finding carries. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { rulePages } from "../../src/check/all-pages.ts";
import { allRules } from "../../src/check/all-rules.ts";
import { applyFixes } from "../../src/check/apply-fixes.ts";
import { explainMarkdown, explainRule, explainText, listRules } from "../../src/check/explain.ts";
import { isWatchRule } from "../../src/check/rule.ts";
import type { ColumnHeader, DataHeader } from "../../src/data/header.ts";
import { checkText, findingsOf, readMarks } from "../check/check-text.ts";

const src = fileURLToPath(new URL("../../src", import.meta.url));

const fileRules = allRules.filter((rule) => !isWatchRule(rule));

describe.each(fileRules.map((rule) => [rule.name, rule] as const))("rule %s", (name, rule) => {
  const bad = readMarks(rule.examples.bad);
  const { header } = rule.examples;
  /** Hints of other rules are no part of an example. */
  const findings = (text: string) =>
    findingsOf(text, { header }).filter((one) => one.rule === name || one.severity !== "hint");

  it("reports its bad example once, at the marked place, and nothing else is wrong there", () => {
    const found = findings(bad.text);
    expect(found.map((one) => one.rule)).toEqual([name]);
    expect({ start: found[0]?.span.start, end: found[0]?.span.end }).toEqual({
      start: bad.start,
      end: bad.end,
    });
  });

  it("says what, why and what instead, with evidence", () => {
    const [found] = findings(bad.text);
    expect(found?.message).not.toMatch(/\.$|\n/);
    expect(found?.label).toBeTruthy();
    expect(found?.fix ?? found?.help).toBeDefined();
    expect(Object.keys(found?.evidence ?? {}).length).toBeGreaterThan(0);
  });

  it("is silent about the good example and the fixed one", () => {
    expect(findings(rule.examples.good)).toEqual([]);
    expect(findings(rule.examples.fixed)).toEqual([]);
  });

  it("makes the fixed example of the bad one, or says in words what only a person can do", () => {
    const [found] = findings(bad.text);
    const { text, applied } = applyFixes(bad.text, findings(bad.text), { unsafe: true });
    expect(applied).toHaveLength(found?.fix ? 1 : 0);
    if (found?.fix) expect(text).toBe(rule.examples.fixed);
    else expect(found?.help).toBeTruthy();
  });

  it("overrides only rules that exist", () => {
    const names = new Set(rulePages.map((page) => page.name));
    for (const other of rule.overrides ?? []) expect(names).toContain(other);
  });

  it("lives in a file of its name", () => {
    expect(readdirSync(join(src, "check/rules"))).toContain(`${name}.ts`);
  });
});

const stagePages = rulePages.filter((page) => !allRules.some((rule) => rule.name === page.name));

/** Of the data that some examples name. */
const iris: DataHeader = {
  source: "iris.csv",
  rows: 3,
  sampled: false,
  fields: [
    ...["sepal_length", "sepal_width", "petal_length", "petal_width"].map(
      (name): ColumnHeader => ({
        kind: "column",
        name,
        type: "number",
        integer: false,
        missing: 0,
        statistics: { minimum: 1, maximum: 3, mean: 2, deviation: 0.8 },
        categories: ["1", "2", "3"],
        counts: [1, 1, 1],
      }),
    ),
    {
      kind: "column",
      name: "species",
      type: "text",
      integer: false,
      missing: 0,
      categories: ["setosa", "versicolor", "virginica"],
      counts: [1, 1, 1],
    },
  ],
};

describe.each(stagePages.map((page) => [page.name, page] as const))("page %s", (name, page) => {
  it("shows an example that reports it, and one that does not", () => {
    const bad = checkText(page.examples.bad, { header: iris });
    expect(bad.map((one) => `${one.severity} ${one.rule}`)).toContain(`${page.severity} ${name}`);
    expect(
      checkText(page.examples.fixed, { header: iris }).filter(
        (one) => one.severity === "error" || one.rule === name,
      ),
    ).toEqual([]);
  });
});

describe("pages", () => {
  it.each(rulePages.map((page) => [page.name, page] as const))("%s is complete", (_, page) => {
    expect(page.name).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(page.summary).toMatch(/\.$/);
    const { symptom, cause, remedy, whenToIgnore, source } = page.explain;
    for (const text of [symptom, cause, remedy, whenToIgnore]) expect(text).toMatch(/[.!?]$/);
    expect(source.length).toBeGreaterThan(0);
    const text = explainText(page, { width: 80 });
    for (const heading of ["What you see", "Why", "What to do", "When to ignore it", "Source"]) {
      expect(text).toContain(`\n${heading}\n`);
    }
    const prose = text.split("\n").filter((line) => !line.startsWith("    "));
    for (const line of prose) expect(line.length).toBeLessThanOrEqual(80);
    expect(text).not.toMatch(/[⟦⟧]/);
    expect(explainMarkdown(page)).toContain(`## ${page.name}\n`);
  });

  it("have one name each, in order", () => {
    const names = listRules().map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
    expect(explainRule("no-such-rule")).toBeUndefined();
    expect(explainRule("lr-high")?.[0]).toMatchObject({ kind: "title", text: "lr-high" });
  });

  it("know every rule name that the program can report", () => {
    const known = new Set(rulePages.map(({ name }) => name));
    const reported = sourceFiles(src).flatMap((path) =>
      ruleNamesIn(readFileSync(path, "utf8"), basename(path)),
    );
    expect(reported.length).toBeGreaterThan(20);
    expect(reported.filter(({ name }) => !known.has(name))).toEqual([]);
  });
});

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, path));
}

function ruleNamesIn(text: string, file: string): { name: string; file: string }[] {
  const direct = text.matchAll(/\brule: (?:[^,;"\n]*\? )?"([a-z-]+)"(?: : "([a-z-]+)")?/g);
  const thrown = text.matchAll(/new ShapeProblem\(\s*"([a-z-]+)"/g);
  return [...direct, ...thrown].flatMap(([, ...names]) =>
    names.flatMap((name) => (name === undefined ? [] : [{ name, file }])),
  );
}
