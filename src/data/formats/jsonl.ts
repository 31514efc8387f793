/** `jsonl("pairs.jsonl")`: one JSON object a line. */
import { param, text } from "../../words/param-types.ts";
import { defineFormat } from "../format.ts";
import { readJsonLines } from "../read-json-lines.ts";
import { readFirstPieces } from "../source-files.ts";

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
    const complete = file.size <= bytes;
    const data = await readJsonLines(file.written, readFirstPieces(host, file, bytes), !complete);
    if (complete) return { data, rows: data.rows, complete };
    return { data, rows: Math.round((data.rows / bytes) * file.size), complete };
  },
  async read({ host, locate }, params) {
    const file = await locate(params.path);
    return readJsonLines(file.written, host.readPieces(file.path));
  },
  examples: [{ source: 'jsonl("pairs.jsonl")' }],
});
