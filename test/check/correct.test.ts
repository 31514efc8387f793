/** Well-known networks that are right: whoever is told otherwise switches a checker off. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loudFindings } from "./check-text.ts";

const folder = fileURLToPath(new URL("correct/", import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith(".nnet"));

describe("a classic network", () => {
  it("stands for many kinds", () => {
    expect(files.length).toBeGreaterThanOrEqual(40);
  });

  it.each(files)("%s gives no error and no warning", (name) => {
    const findings = loudFindings(readFileSync(folder + name, "utf8"));
    expect(findings.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`)).toEqual([]);
  });
});
