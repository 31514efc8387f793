/** What every rule of the watch promises, proven by training its examples. */
import { describe, expect, it } from "vitest";
import { allRules } from "../../src/check/all-rules.ts";
import { isWatchRule } from "../../src/check/rule.ts";
import { readMarks } from "../check/check-text.ts";
import { fitText, trainText } from "../check/train-text.ts";

describe.each(allRules.filter(isWatchRule).map((rule) => [rule.name, rule] as const))(
  "rule %s",
  (name, rule) => {
    const told = async (text: string) => {
      const findings = rule.visit.oneBatch ? await fitText(text) : (await trainText(text)).findings;
      return findings.filter((finding) => finding.rule === name);
    };

    it("tells of its bad example once, at the marked place, with what to do", async () => {
      const bad = readMarks(rule.examples.bad);
      const [found, ...more] = await told(bad.text);
      expect(more).toEqual([]);
      expect(found).toMatchObject({ span: { start: bad.start, end: bad.end } });
      expect(found?.message).not.toMatch(/\.$|\n/);
      expect(found?.label).toBeTruthy();
      expect(found?.help).toBeTruthy();
      expect(Object.values(found?.evidence ?? {}).length).toBeGreaterThan(2);
    });

    it("is silent about the good example and the fixed one", async () => {
      expect(await told(rule.examples.good)).toEqual([]);
      expect(await told(rule.examples.fixed)).toEqual([]);
    });
  },
);
