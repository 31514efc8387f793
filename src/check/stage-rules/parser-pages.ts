/** Pages of what the parser says. */
import type { RulePage } from "../rule-page.ts";

const source = ["docs/language.md of nnet"];

export const parserPages: readonly RulePage[] = [
  {
    name: "syntax",
    severity: "error",
    summary: "The text does not follow the grammar.",
    explain: {
      symptom: "The file is not read any further at this place; the rest of it is.",
      cause:
        "Something is missing (a bracket, a value behind `=`), something stands too much (two commas, a sign of another language), or a word stands where none can.",
      remedy:
        "Read the place under the carets: the message says what was found and what could stand there. The first finding of a file is the one to mend first, although later ones do not follow from it.",
      whenToIgnore: "Never: what cannot be read cannot be trained.",
      source,
    },
    examples: { bad: "Dense(64,, relu) -> Dense(1, sigmoid)", fixed: "Dense(64, relu) -> Dense(1, sigmoid)" },
  },
  {
    name: "limit",
    severity: "error",
    summary: "The file is larger or deeper than any model that people write.",
    explain: {
      symptom: "The file is refused.",
      cause:
        "nnet opens files of strangers, so it bounds them: 1 MiB of text, 100,000 layers after expansion, 64 levels of nesting, 2^31 elements a tensor. A file beyond that would stop an editor or fill the memory.",
      remedy:
        "Look for a bracket that is opened again and again, a `repeat` with a number too large, a size multiplied by mistake, or data pasted into the model file: data belongs into a file of its own, named by `source`.",
      whenToIgnore: "Never.",
      source: ["docs/language.md of nnet"],
    },
    examples: {
      bad: `Dense(${"(".repeat(70)}8${")".repeat(70)}, relu) -> Dense(1, sigmoid)\n`,
      fixed: "Dense(8, relu) -> Dense(1, sigmoid)\n",
    },
  },
];
