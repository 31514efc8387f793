/** `csv("table.csv")`: a table of text, one row a line. */
import { listOf } from "../../words/list-types.ts";
import { flag, keywordOnly, optional, param, text } from "../../words/param-types.ts";
import { defineFormat } from "../format.ts";
import { oneCharacter } from "../one-character.ts";
import { readTable } from "../read-table.ts";
import { sampleLines } from "../sample-lines.ts";

export const csv = defineFormat({
  name: "csv",
  doc: "A table of text, one row a line, values separated by commas. Columns whose every value reads as a number are numbers, others are texts. A column is named as the header names it; a name that cannot be written as a word stands in quotes, and `sepal_length` also finds `Sepal.Length`.",
  endings: ["csv", "tsv", "txt"],
  params: {
    path: param(text, "file, relative to the model file or to the working directory"),
    separator: keywordOnly(param(oneCharacter, "what stands between two values", ",")),
    header: keywordOnly(
      param(flag, "whether the first line names the columns; else they are called c1, c2, …", true),
    ),
    missing: keywordOnly(
      param(listOf(text, { single: true }), "texts that mean that a value is not known", [
        "",
        "NA",
        "NaN",
        "?",
      ]),
    ),
    quote: keywordOnly(param(optional(oneCharacter), "what encloses values that hold a separator", '"')),
    comment: keywordOnly(param(optional(oneCharacter), "lines that begin with it are passed over", null)),
  },
  async sample({ host, locate }, params, bytes) {
    const file = await locate(params.path);
    return sampleLines(host, file, bytes, (pieces, partial) =>
      readTable(file.written, pieces, params, partial),
    );
  },
  async read({ host, locate }, params) {
    const file = await locate(params.path);
    return readTable(file.written, host.readPieces(file.path), params);
  },
  examples: [
    { source: 'csv("iris.csv")' },
    { source: 'csv("wine.csv", separator = ";")' },
    { source: 'csv("measured.txt", separator = "\\t", header = false, missing = ["-999", "-"])' },
  ],
});
