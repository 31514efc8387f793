import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { jsonReport, renderJson } from "../../src/check/render-json.ts";
import { at, finding, sourceOf } from "./finding-at.ts";

const source = sourceOf("Dense(64, relu)\r\n-> Dense(1, softmax)\n");
const full = finding(at(source, "softmax"), {
  rule: "softmax-one-unit",
  severity: "error",
  message: "softmax over one unit is always 1",
  label: "always 1",
  related: [{ span: at(source, "relu"), text: "fine" }],
  fix: { title: "Dense(1, sigmoid)", safe: true, edits: [{ span: at(source, "softmax"), text: "sigmoid" }] },
  help: "or two units",
  also: ["softmax-binary-loss"],
  evidence: { units: 1, low: Number.NEGATIVE_INFINITY, given: true, loss: "mse" },
});

const position = {
  type: "object",
  properties: { offset: { type: "integer" }, line: { type: "integer" }, column: { type: "integer" } },
  required: ["offset", "line", "column"],
  additionalProperties: false,
};
const place = {
  type: "object",
  properties: { file: { type: "string" }, start: position, end: position },
  required: ["file", "start", "end"],
  additionalProperties: false,
};
/** What programs rely on; a change here is a new version. */
const schema = {
  type: "object",
  properties: {
    version: { const: "nnet.findings/1" },
    files: {
      type: "array",
      items: {
        type: "object",
        properties: {
          file: { type: "string" },
          findings: {
            type: "array",
            items: {
              type: "object",
              properties: {
                rule: { type: "string" },
                severity: { enum: ["error", "warning", "hint", "note"] },
                message: { type: "string" },
                place,
                label: { type: "string" },
                related: {
                  type: "array",
                  items: {
                    type: "object",
                    properties: { place, text: { type: "string" } },
                    required: ["place", "text"],
                    additionalProperties: false,
                  },
                },
                fix: {
                  type: "object",
                  properties: {
                    title: { type: "string" },
                    safe: { type: "boolean" },
                    edits: {
                      type: "array",
                      items: {
                        type: "object",
                        properties: { place, text: { type: "string" } },
                        required: ["place", "text"],
                        additionalProperties: false,
                      },
                    },
                  },
                  required: ["title", "safe", "edits"],
                  additionalProperties: false,
                },
                help: { type: "string" },
                also: { type: "array", items: { type: "string" } },
                evidence: {
                  type: "object",
                  additionalProperties: { type: ["string", "number", "boolean"] },
                },
              },
              required: ["rule", "severity", "message", "place", "related", "also", "evidence"],
              additionalProperties: false,
            },
          },
        },
        required: ["file", "findings"],
        additionalProperties: false,
      },
    },
    summary: {
      type: "object",
      properties: {
        errors: { type: "integer" },
        warnings: { type: "integer" },
        hints: { type: "integer" },
      },
      required: ["errors", "warnings", "hints"],
      additionalProperties: false,
    },
  },
  required: ["version", "files", "summary"],
  additionalProperties: false,
};

describe("findings for programs", () => {
  it("keep the promised form", () => {
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
    const bare = finding(at(source, "Dense(64, relu)"), { severity: "hint" });
    for (const findings of [[], [bare], [full, bare]]) {
      const report = JSON.parse(renderJson(findings, ["churn.nnet", "clean.nnet"]));
      expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it("place a finding by line, column and offset", () => {
    const [file] = jsonReport([full], ["churn.nnet"]).files;
    expect(file?.findings[0]?.place).toEqual({
      file: "churn.nnet",
      start: { offset: 29, line: 2, column: 13 },
      end: { offset: 36, line: 2, column: 20 },
    });
    expect(file?.findings[0]?.fix?.edits[0]).toMatchObject({
      text: "sigmoid",
      place: { file: "churn.nnet" },
    });
    expect(file?.findings[0]?.related[0]?.place.start).toEqual({ offset: 10, line: 1, column: 11 });
  });

  it("write infinity as text, since JSON has no word for it", () => {
    const [file] = jsonReport([full], ["churn.nnet"]).files;
    expect(file?.findings[0]?.evidence).toEqual({ units: 1, low: "-Infinity", given: true, loss: "mse" });
  });

  it("list every file in order of name and count by severity", () => {
    const hint = finding(at(source, "relu"), { severity: "hint" });
    const report = jsonReport([hint, full], ["z.nnet", "churn.nnet", "a.nnet"]);
    expect(report.files.map(({ file, findings }) => [file, findings.length])).toEqual([
      ["a.nnet", 0],
      ["churn.nnet", 2],
      ["z.nnet", 0],
    ]);
    expect(report.files[1]?.findings.map(({ rule }) => rule)).toEqual(["lr-high", "softmax-one-unit"]);
    expect(report.summary).toEqual({ errors: 1, warnings: 0, hints: 1 });
  });
});
