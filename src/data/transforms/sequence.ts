/** `sequence([hr, bp], by = patient, max_length = 72)`: rows that follow each other as one example. */
import { choice, integer, keywordOnly, name, optional, param } from "../../words/param-types.ts";
import { defineRowsTransform } from "../transform.ts";

export const sequence = defineRowsTransform({
  name: "sequence",
  doc: "Gives a row what came before it: the rows with the same value of `by`, in the order of the file, up to and with itself, as [steps, columns]. So every row is an example, with its own target, and `predict` answers every row. With each = group every group is one example: all its rows, with the target of the last one. As keras.utils.pad_sequences does, zeros stand in front of a sequence that is shorter than the longest, so that the last step is the row itself; of a longer one the last steps are kept. `Masking()` passes over the zeros. Columns are normalized before, by the training rows.",
  params: {
    by: keywordOnly(
      param(
        optional(name),
        "column whose equal values make a group; left out, all rows are one series",
        null,
      ),
    ),
    max_length: keywordOnly(
      param(
        optional(integer({ min: 1 })),
        "steps at most; left out, what the input declares, else those of the largest group",
        null,
      ),
    ),
    order: keywordOnly(
      param(
        optional(name),
        "column of numbers that orders the rows of a group; left out, the order of the file",
        null,
      ),
    ),
    each: keywordOnly(param(choice("row", "group"), "what an example is", "row")),
  },
  conflict({ by, max_length, each }) {
    if (by !== null) return undefined;
    if (each === "group") {
      return { param: "each", message: "group needs to know the groups", help: "write by = column" };
    }
    if (max_length !== null) return undefined;
    return {
      param: "max_length",
      message: "is needed where all rows are one series",
      help: "write max_length = 24, or by = column",
    };
  },
  takes: "rows",
  examples: [
    { source: "features = sequence([hr, bp, spo2], by = patient, max_length = 72)" },
    { source: "features = sequence([load, zscore(temperature)], max_length = 24)" },
    { source: "features = sequence([x, y, z], by = recording, order = time, each = group)" },
  ],
});
