import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allRules } from "../../src/check/all-rules.ts";
import { renderSarif, sarifLog } from "../../src/check/render-sarif.ts";
import { findingsOf, readMarks } from "./check-text.ts";
import { at, finding, sourceOf } from "./finding-at.ts";

/** The parts of the official schema (sarif-schema-2.1.0) that this program writes, with its required keys. */
const uri = { type: "string", pattern: "^[A-Za-z0-9_.~!$&'()*+,;=:@%/-]*$" };
const message = { type: "object", properties: { text: { type: "string" } }, required: ["text"] };
const artifactLocation = { type: "object", properties: { uri }, additionalProperties: false };
const region = {
  type: "object",
  properties: {
    startLine: { type: "integer", minimum: 1 },
    startColumn: { type: "integer", minimum: 1 },
    endLine: { type: "integer", minimum: 1 },
    endColumn: { type: "integer", minimum: 1 },
    charOffset: { type: "integer", minimum: -1 },
    charLength: { type: "integer", minimum: 0 },
  },
  additionalProperties: false,
};
const physicalLocation = {
  type: "object",
  properties: { artifactLocation, region },
  additionalProperties: false,
};
const level = { enum: ["none", "note", "warning", "error"] };
const rule = {
  type: "object",
  properties: {
    id: { type: "string" },
    shortDescription: message,
    fullDescription: message,
    help: message,
    defaultConfiguration: { type: "object", properties: { level }, additionalProperties: false },
  },
  required: ["id"],
  additionalProperties: false,
};
const fix = {
  type: "object",
  properties: {
    description: message,
    artifactChanges: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        properties: {
          artifactLocation,
          replacements: {
            type: "array",
            minItems: 1,
            items: {
              type: "object",
              properties: { deletedRegion: region, insertedContent: message },
              required: ["deletedRegion"],
              additionalProperties: false,
            },
          },
        },
        required: ["artifactLocation", "replacements"],
        additionalProperties: false,
      },
    },
  },
  required: ["artifactChanges"],
  additionalProperties: false,
};
const result = {
  type: "object",
  properties: {
    ruleId: { type: "string" },
    ruleIndex: { type: "integer", minimum: -1 },
    level,
    message,
    locations: { type: "array", items: { type: "object", properties: { physicalLocation } } },
    relatedLocations: {
      type: "array",
      uniqueItems: true,
      items: {
        type: "object",
        properties: { id: { type: "integer", minimum: -1 }, physicalLocation, message },
        additionalProperties: false,
      },
    },
    fixes: { type: "array", uniqueItems: true, items: fix },
    properties: { type: "object" },
  },
  required: ["message"],
  additionalProperties: false,
};
const schema = {
  type: "object",
  properties: {
    $schema: { type: "string" },
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: {
        type: "object",
        properties: {
          tool: {
            type: "object",
            properties: {
              driver: {
                type: "object",
                properties: {
                  name: { type: "string" },
                  semanticVersion: { type: "string" },
                  rules: { type: "array", uniqueItems: true, items: rule },
                },
                required: ["name"],
                additionalProperties: false,
              },
            },
            required: ["driver"],
          },
          columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          artifacts: {
            type: "array",
            uniqueItems: true,
            items: {
              type: "object",
              properties: { location: artifactLocation },
              additionalProperties: false,
            },
          },
          results: { type: "array", items: result },
        },
        required: ["tool"],
        additionalProperties: false,
      },
    },
  },
  required: ["version", "runs"],
  additionalProperties: false,
};
const validate = new Ajv({ allErrors: true }).compile(schema);

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
