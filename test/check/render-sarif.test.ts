import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allRules } from "../../src/check/all-rules.ts";
import { renderSarif, sarifLog } from "../../src/check/render-sarif.ts";
import { findingsOf, readMarks } from "./check-text.ts";
import { at, finding, sourceOf } from "./finding-at.ts";

/** The official schema, as the package of its authors carries it. */
const schema = JSON.parse(
  readFileSync("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json", "utf8"),
);
// Its keywords are those of draft 4, of which `id` alone is read otherwise today; one of its patterns is none with the flag u.
const { id: _id, $schema: _draft, ...rules } = schema;
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(rules);

function problems(log: unknown) {
  validate(JSON.parse(JSON.stringify(log)));
  return validate.errors ?? [];
}

describe("sarif", () => {
  it("of the findings of every rule is valid", () => {
    const findings = allRules.flatMap(({ examples }) =>
      findingsOf(readMarks(examples.bad).text, { header: examples.header }),
    );
    const log = sarifLog(findings, ["model.nnet"], "1.2.3");
    expect(problems(log)).toEqual([]);
    expect(problems({ ...log, version: "2.0.0" })).not.toEqual([]);
    const [run] = log.runs;
    expect(run?.results.length).toBeGreaterThan(allRules.length - 1);
    for (const { ruleId, ruleIndex } of run?.results ?? [])
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  it("names places, levels, the rest of the story and the fix", () => {
    const source = sourceOf("Dense(1, softmax)\n# ä\n-> Dense(2)\n", "nets\\my net.nnet");
    const one = finding(at(source, "Dense(2)"), {
      severity: "hint",
      label: "why",
      related: [{ span: at(source, "softmax"), text: "here" }],
      fix: { title: "Dense(3)", safe: true, edits: [{ span: at(source, "2"), text: "3" }] },
      evidence: { high: Number.POSITIVE_INFINITY, units: 2 },
    });
    const [run] = sarifLog([one], [source.name], "1.0.0").runs;
    expect(run?.results).toMatchObject([
      {
        level: "note",
        message: { text: "too high. why" },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "nets/my%20net.nnet" },
              region: {
                startLine: 3,
                startColumn: 4,
                endLine: 3,
                endColumn: 12,
                charOffset: 25,
                charLength: 8,
              },
            },
          },
        ],
        relatedLocations: [{ id: 0, message: { text: "here" } }],
        fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: "3" } }] }] }],
        properties: { evidence: { high: "Infinity", units: 2 } },
      },
    ]);
  });

  it("leaves notes out, and is JSON with a line end for no findings at all", () => {
    const source = sourceOf("Dense(1)\n");
    const log = JSON.parse(
      renderSarif([finding(at(source, "1"), { severity: "note" })], [source.name], "1.0.0"),
    );
    expect(log.runs[0].results).toEqual([]);
    expect(renderSarif([], [], "1.0.0").endsWith("}\n")).toBe(true);
  });

  it("is valid for any file name and text", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (name, message) => {
        const source = sourceOf("Dense(1)\n", name);
        expect(problems(sarifLog([finding(at(source, "1"), { message })], [name], "1.0.0"))).toEqual([]);
      }),
    );
  });
});
