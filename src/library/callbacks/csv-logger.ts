import { param, text } from "../../words/param-types.ts";
import { defineCallback } from "../callback.ts";
import { runFile } from "../run-file.ts";

export const csvLogger = defineCallback({
  name: "CSVLogger",
  doc: "Writes the figures of all epochs as a table into the folder of the run. The run keeps them as metrics.jsonl in any case; this is for programs that read tables. As in Keras, the first epoch is 0 and the figures stand in sorted order.",
  params: {
    filename: param(runFile(".csv"), "the name of the file"),
    separator: param(text, "what stands between two fields", ","),
  },
  leftOut: { append: "the table is of the whole run, also of one that went on with --resume" },
  epochEnd({ filename, separator }, _state, _figures, history) {
    const names = Object.keys(history[0] ?? {}).sort();
    const rows = history.map((logs, epoch) => [epoch, ...names.map((name) => logs[name] ?? "NA")]);
    const lines = [["epoch", ...names], ...rows].map((row) => `${row.join(separator)}\n`);
    return { acts: [{ act: "text", file: filename, text: lines.join("") }] };
  },
  facts: ({ filename }) => ({ writes: filename }),
  examples: [{ source: 'CSVLogger("figures.csv")' }],
});
