/** Pages of what is said about words of the library and their arguments. */
import type { RulePage } from "../rule-page.ts";

const source = ["nnet: the words are those of Keras 3, https://keras.io/api"];

export const wordPages: readonly RulePage[] = [
  {
    name: "unknown-word",
    severity: "error",
    summary: "The library has no layer, activation, loss, metric or optimizer of this name.",
    explain: {
      symptom: "The word is underlined; where a known one is close, it is suggested.",
      cause:
        "Words are looked up in the library, and upper and lower case count as they do in Keras: layers and optimizers begin with a capital letter (Dense, Adam), activations, losses and metrics usually do not (relu, mse).",
      remedy:
        "Take the suggestion, or look the word up: `nnet words` lists all, `nnet explain Dense` shows one.",
      whenToIgnore: "Never: nothing can be built from an unknown word.",
      source,
    },
    examples: { bad: "Dens(8, relu) -> Dense(1, sigmoid)\n", fixed: "Dense(8, relu) -> Dense(1, sigmoid)\n" },
  },
  {
    name: "wrong-kind",
    severity: "error",
    summary: "The word exists, but something of another kind belongs here.",
    explain: {
      symptom:
        "A loss, a metric or an optimizer is named where a layer or an activation is expected, or the other way round.",
      cause:
        "A chain is made of layers and activations; losses, metrics and optimizers stand in the train section.",
      remedy: "Move the word to where it belongs, or write the one that belongs here.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "Dense(8, relu) -> Dense(1, sigmoid) -> mse\n",
      fixed: "Dense(8, relu) -> Dense(1)\ntrain { loss = mse }\n",
    },
  },
  {
    name: "unknown-argument",
    severity: "error",
    summary: "The word takes no argument of this name, or not so many.",
    explain: {
      symptom: "The argument is underlined; where a known name is close, it is suggested.",
      cause:
        "Arguments have Keras' names in Keras' positional order. An argument that is taken for another one would change the model without a word, so nothing unknown is passed over.",
      remedy:
        "Take the suggestion, or look at `nnet explain` with the word: it lists every argument with its default.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "Dense(8, activaton = relu) -> Dense(1, sigmoid)\n",
      fixed: "Dense(8, activation = relu) -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "missing-argument",
    severity: "error",
    summary: "An argument without a default is not given.",
    explain: {
      symptom: "The word is underlined and the missing argument named.",
      cause: "Some arguments have no sensible default: how many units a layer has is the author's decision.",
      remedy: "Give the argument, by place or by name: `Dense(64)` or `Dense(units = 64)`.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "Dense(activation = relu) -> Dense(1, sigmoid)\n",
      fixed: "Dense(8, activation = relu) -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "duplicate-argument",
    severity: "error",
    summary: "An argument is given twice.",
    explain: {
      symptom: "The second one is underlined.",
      cause:
        "Often the first stands by place and the second by name. Which of the two is meant cannot be known.",
      remedy: "Delete one of them.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "Dense(8, units = 16, activation = relu) -> Dense(1, sigmoid)\n",
      fixed: "Dense(8, activation = relu) -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "bad-option",
    severity: "error",
    summary: "An argument or an entry has a value that it cannot have.",
    explain: {
      symptom: "The value is underlined, with what is expected there.",
      cause:
        "Every argument has a type and bounds: a number of units is a positive whole number, a dropout rate lies between 0 and 1, an activation is one of the library's.",
      remedy: "Write a value of the kind that the message names.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "Dense(8, relu) -> Dropout(1.5) -> Dense(1, sigmoid)\n",
      fixed: "Dense(8, relu) -> Dropout(0.5) -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "shadowed-word",
    severity: "hint",
    summary: "A name of the file is also a word of the library.",
    explain: {
      symptom: "Nothing breaks: the file's own name is the one that is meant.",
      cause: "Whoever reads the file may take it for the library's word.",
      remedy: "Choose another name.",
      whenToIgnore: "When the name is clear where it stands.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\nrelu = x -> Dense(8, tanh)\nrelu -> Dense(1, sigmoid)\n",
      fixed: "input x: f32[4]\nhidden = x -> Dense(8, tanh)\nhidden -> Dense(1, sigmoid)\n",
    },
  },
];
