/** `jsonl("pairs.jsonl")`: one JSON object a line. */
import { param, text } from "../../words/param-types.ts";
import { defineFormat } from "../format.ts";
import { readJsonLines } from "../read-json-lines.ts";
import { sampleLines } from "../sample-lines.ts";

export const jsonl = defineFormat({
  name: "jsonl",
  doc: "Rows as JSON, one object a line; its keys are the columns. Numbers, true (1) and false (0), texts, and arrays of numbers that have the same shape in every row. null, or a key that is not there, is a missing value.",
  endings: ["jsonl", "ndjson"],
  arrays: true,
  recognizes: (start) => start[0] === 0x7b,
  params: {
    path: param(text, "file, relative to the model file or to the working directory"),
  },
  async sample({ host, locate }, params, bytes) {
    const file = await locate(params.path);
    return sampleLines(host, file, bytes, (pieces, partial) => readJsonLines(file.written, pieces, partial));
  },
  async read({ host, locate }, params) {
    const file = await locate(params.path);
    return readJsonLines(file.written, host.readPieces(file.path));
  },
  examples: [{ source: 'jsonl("pairs.jsonl")' }],
});
