/** Pairs of models/rules: what a rule finds makes a network worse, by the figures that its page quotes. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allRules } from "../../src/check/all-rules.ts";
import { trainText } from "../check/train-text.ts";

const folder = "models/rules";
const proven = allRules.flatMap(({ name, proof }) => (proof ? [{ name, proof }] : []));

function textOf(name: string, kind: "bad" | "fixed"): string {
  return readFileSync(`${folder}/${name}-${kind}.nnet`, "utf8");
}

test("every pair belongs to a rule", () => {
  const files = proven.flatMap(({ name }) => [`${name}-bad.nnet`, `${name}-fixed.nnet`]);
  expect(readdirSync(folder).sort()).toEqual(files.sort());
  expect(proven.length).toBeGreaterThanOrEqual(15);
});

test.each(proven)("$name", async ({ name, proof: { measure, bad, fixed } }) => {
  const measured = await Promise.all(
    (["bad", "fixed"] as const).map(async (kind) => {
      const { result, checked } = await trainText(textOf(name, kind), folder, { watch: false });
      expect(checked.some(({ rule, also }) => rule === name || also?.includes(name))).toBe(kind === "bad");
      return Number(result?.history.at(-1)?.logs[measure]?.toPrecision(3));
    }),
  );
  // Bits do not depend on the machine, so what was measured once is what comes out.
  expect(measured).toEqual([bad, fixed]);
  if (measure.includes("accuracy")) expect(fixed).toBeGreaterThan(bad);
  else expect(fixed).toBeLessThan(bad);
});
