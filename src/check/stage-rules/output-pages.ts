/** Pages of what is said about outputs, and about parts of a file that lead to none. */
import type { RulePage } from "../rule-page.ts";

const source = ["nnet: the language so far, in docs"];

export const outputPages: readonly RulePage[] = [
  {
    name: "empty-file",
    severity: "error",
    summary: "The file holds no model.",
    explain: {
      symptom: "Nothing can be checked or trained.",
      cause: "A file without a statement, or with comments alone, describes no network.",
      remedy: "Write a chain: `Dense(16, relu) -> Dense(1)` is a whole model.",
      whenToIgnore: "Never.",
      source,
    },
    examples: { bad: "# to do\n", fixed: "Dense(16, relu) -> Dense(1)\n" },
  },
  {
    name: "missing-output",
    severity: "error",
    summary: "No chain of the file is its output.",
    explain: {
      symptom: "The last binding is underlined.",
      cause:
        "A chain that is bound to a name is a part for later use. The output is the chain that stands without a name, or one that is marked by the word `output`.",
      remedy: "Write `output` before the binding, or leave its name out.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\ny = x -> Dense(1, sigmoid)\n",
      fixed: "input x: f32[4]\noutput y = x -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "several-outputs",
    severity: "error",
    summary: "Two chains stand without a name.",
    explain: {
      symptom: "The second chain is underlined, with the place of the first.",
      cause:
        "A chain without a name is the output, and there can be one. Losses, metrics and targets find further outputs by name.",
      remedy:
        "Name both: `output spam = …` and `output stars = …`; or bind one to a name and use it in the other.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\nx -> Dense(1, sigmoid)\nx -> Dense(3, softmax)\n",
      fixed: "input x: f32[4]\noutput sick = x -> Dense(1, sigmoid)\noutput kind = x -> Dense(3, softmax)\n",
    },
  },
  {
    name: "missing-source",
    severity: "error",
    summary: "Nothing flows into the chain that is the output.",
    explain: {
      symptom: "The chain is underlined.",
      cause:
        "Where a file declares inputs, a chain that does not begin with one is a layer waiting for a tensor, and an output is a tensor.",
      remedy: "Begin the chain with an input: `x -> Dense(1)`.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\noutput y = Dense(1, sigmoid)\n",
      fixed: "input x: f32[4]\noutput y = x -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "output-unnamed",
    severity: "error",
    summary: "The model has several outputs, and an entry does not say which one it speaks of.",
    explain: {
      symptom: "The entry's value is underlined, with the names of the outputs.",
      cause:
        "Losses, metrics and targets meet the outputs by name. With several, one value for all would be a guess.",
      remedy:
        "Write a record with a key for each output: `loss = { spam = binary_crossentropy, stars = mse }`.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\noutput spam = x -> Dense(1, sigmoid)\noutput stars = x -> Dense(1)\ntrain { loss = mse }\n",
      fixed:
        "input x: f32[4]\noutput spam = x -> Dense(1, sigmoid)\noutput stars = x -> Dense(1)\ntrain { loss = { spam = binary_crossentropy, stars = mse } }\n",
    },
  },
  {
    name: "unused-input",
    severity: "warning",
    summary: "An input enters no chain.",
    explain: {
      symptom: "The input's name is underlined. The model trains without it.",
      cause: "It was declared and then forgotten, or the chain begins with another name.",
      remedy: "Begin a chain with it, or delete the declaration.",
      whenToIgnore: "While the file is being written.",
      source,
    },
    examples: {
      bad: "input a, b: f32[4]\na -> Dense(1, sigmoid)\n",
      fixed: "input a: f32[4]\na -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "unused-layer",
    severity: "warning",
    summary: "A layer is bound to a name and never used.",
    explain: {
      symptom: "The name is underlined. The layer is no part of the network.",
      cause:
        "A chain without a source is a layer, not a tensor: `h = Dense(8)` makes a layer that waits for an input.",
      remedy: "Give it its source, `h = x -> Dense(8)`, or let something flow into it, `x -> h`.",
      whenToIgnore: "While the file is being written.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\nh = Dense(8, relu)\nx -> Dense(1, sigmoid)\n",
      fixed: "input x: f32[4]\nh = x -> Dense(8, relu)\nh -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "unused-tensor",
    severity: "warning",
    summary: "A tensor is bound to a name and never used.",
    explain: {
      symptom: "The name is underlined. Its layers are left out of the network.",
      cause:
        "Only what leads to an output is built. Often the next chain begins with another name than was meant.",
      remedy: "Use the name in a chain, make it an output, or delete it.",
      whenToIgnore: "While the file is being written.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\nh = x -> Dense(8, relu)\nx -> Dense(1, sigmoid)\n",
      fixed: "input x: f32[4]\nh = x -> Dense(8, relu)\nh -> Dense(1, sigmoid)\n",
    },
  },
];
