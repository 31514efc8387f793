/** Pages of what is said about declarations, and about the data and train sections. */
import type { RulePage } from "../rule-page.ts";

const source = ["nnet: the language so far, in docs"];

export const sectionPages: readonly RulePage[] = [
  {
    name: "bad-range",
    severity: "error",
    summary: "A declared range has no low and high end.",
    explain: {
      symptom: "The range is underlined.",
      cause:
        "`in range(low, high)` speaks of the raw values before any scaling, and needs two numbers, the smaller one first.",
      remedy: "Write for example `in range(0, 255)`.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4] in range(255, 0)\nx -> Dense(1, sigmoid)\n",
      fixed: "input x: f32[4] in range(0, 255)\nx -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "bad-target",
    severity: "error",
    summary: "A target's kind is incomplete or does not exist.",
    explain: {
      symptom: "The kind is underlined.",
      cause:
        "A target is binary, class(n), onehot(n), multilabel(n), distribution(n), real, positive or count, with further axes behind it. Kinds that count something need the number.",
      remedy: "Write for example `target digit: class(10)` or `target price: real`.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\ntarget kind: class\nx -> Dense(3, softmax)\n",
      fixed: "input x: f32[4]\ntarget kind: class(3)\nx -> Dense(3, softmax)\n",
    },
  },
  {
    name: "loss-missing",
    severity: "error",
    summary: "The file names no loss, and none follows from the output and its target.",
    explain: {
      symptom: "The output is underlined.",
      cause:
        "Without a loss in the train section it is taken from the last activation and the target's kind. Here the two do not belong together.",
      remedy:
        "Name a loss, or change the last activation: sigmoid for binary and multilabel targets, softmax for classes, linear for quantities.",
      whenToIgnore: "Never: without a loss nothing can be trained.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\ntarget kind: class(3)\nx -> Dense(3, sigmoid)\ntrain { epochs = 3 }\n",
      fixed: "input x: f32[4]\ntarget kind: class(3)\nx -> Dense(3, softmax)\ntrain { epochs = 3 }\n",
    },
  },
  {
    name: "loss-inferred",
    severity: "note",
    summary: "The file names no loss; this one follows from the output and its target.",
    explain: {
      symptom: "A note beside the other output. Nothing is wrong.",
      cause:
        "The last activation and the target's kind decide: sigmoid gives binary_crossentropy, softmax the categorical ones, a linear output mse, or a cross-entropy from logits where the target names classes.",
      remedy: "Nothing. To say it in the file, write the text that the note gives.",
      whenToIgnore: "Always, if the loss is the one you want.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\nx -> Dense(3, softmax)\ntrain { epochs = 3 }\n",
      fixed:
        "input x: f32[4]\nx -> Dense(3, softmax)\ntrain { loss = sparse_categorical_crossentropy, epochs = 3 }\n",
    },
  },
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
      bad: 'input flower: f32[5]\nflower -> Dense(3, softmax)\ndata { source = csv("iris.csv"), features = [sepal_length, sepal_width, petal_length, petal_width], target = species }\n',
      fixed:
        'input flower: f32[4]\nflower -> Dense(3, softmax)\ndata { source = csv("iris.csv"), features = [sepal_length, sepal_width, petal_length, petal_width], target = species }\n',
    },
  },
];
