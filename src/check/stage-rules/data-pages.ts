/** Pages of what is said where the file and its data differ. */
import type { RulePage } from "../rule-page.ts";

const source = ["nnet: data, in docs"];
const iris = `data {
  source   = csv("iris.csv")
  features = [sepal_length, sepal_width, petal_length, petal_width]
  target   = species
}
`;

export const dataPages: readonly RulePage[] = [
  {
    name: "input-shape-vs-data",
    severity: "error",
    summary: "An input's declared shape differs from the data's.",
    explain: {
      symptom: "The declaration is underlined, with both shapes.",
      cause: "The file says what comes in, and the data's header says what is there.",
      remedy:
        "Correct the declaration, or the list of features. A missing last axis of size 1 is added by itself.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: `input flower: f32[5]\nflower -> Dense(3, softmax)\n${iris}`,
      fixed: `input flower: f32[4]\nflower -> Dense(3, softmax)\n${iris}`,
    },
  },
  {
    name: "declaration-vs-data",
    severity: "error",
    summary: "A declared target or range is not what the data holds.",
    explain: {
      symptom:
        "The declaration is underlined, with what the data says. A range that the data leaves is a warning.",
      cause:
        "Declarations let a file be checked without its data. Where the data is there, it is asked too, and here the two differ.",
      remedy:
        "Correct the declaration, or look into the data: an unexpected class or a value far outside is often a fault there.",
      whenToIgnore:
        "When the data at hand is a part of the data that the file is written for: say so with an allow comment.",
      source,
    },
    examples: {
      bad: `target species: class(2)\nDense(2, softmax)\n${iris}`,
      fixed: `target species: class(3)\nDense(3, softmax)\n${iris}`,
    },
  },
  {
    name: "unknown-column",
    severity: "error",
    summary: "The data has no column or array of this name.",
    explain: {
      symptom: "The name is underlined; where a known one is close, it is suggested.",
      cause: "Columns are named by the first line of the table. Names count upper and lower case.",
      remedy: "Take the suggestion, or look at the first line of the file.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: `Dense(3, softmax)\n${iris.replace("sepal_width", "sepal_widht")}`,
      fixed: `Dense(3, softmax)\n${iris}`,
    },
  },
  {
    name: "missing-target",
    severity: "error",
    summary: "The data section does not say what is to be predicted.",
    explain: {
      symptom: "The data section is underlined.",
      cause: "Every column may be a feature; which of them is the answer only the author knows.",
      remedy: "Name it: `target = species`.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: `Dense(3, softmax)\n${iris.replace("  target   = species\n", "")}`,
      fixed: `Dense(3, softmax)\n${iris}`,
    },
  },
  {
    name: "text-as-number",
    severity: "error",
    summary: "A column of text is used as if it held numbers.",
    explain: {
      symptom: "The column is underlined, with some of its values.",
      cause:
        "A network computes with numbers. Numbering the words of a column would make an order of them that is not there; besides, a single misspelt number turns a column into text.",
      remedy:
        "Write `onehot(column)` for a column of categories, leave it out, or mend the value that is no number.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: `Dense(1)\n${iris.replace("petal_width]", "species]").replace("= species\n", "= petal_width\n")}`,
      fixed: `Dense(1)\n${iris.replace("petal_width]", "onehot(species)]").replace("= species\n", "= petal_width\n")}`,
    },
  },
];
