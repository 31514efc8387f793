/** Pages of what is said about the file's own names, its constants and how its parts are joined. */
import type { RulePage } from "../rule-page.ts";

const source = ["nnet: the language so far, in docs"];

export const namePages: readonly RulePage[] = [
  {
    name: "unknown-name",
    severity: "error",
    summary: "Neither the file nor the library knows this name.",
    explain: {
      symptom: "The name is underlined; where a known one is close, it is suggested.",
      cause:
        "A name must be an input, a binding or a parameter of the file, or a word of the library. The order of definitions is free, so it is not a matter of what stands first.",
      remedy: "Take the suggestion, or define the name.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input image: f32[4]\nimagee -> Dense(1, sigmoid)\n",
      fixed: "input image: f32[4]\nimage -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "duplicate-name",
    severity: "error",
    summary: "One name is given to two things.",
    explain: {
      symptom: "The second is underlined, with the place of the first.",
      cause:
        "A file has one flat scope, and a name means one thing in it. Weights are saved under these names, so two of a name would overwrite each other.",
      remedy: "Give one of them another name.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\nh = x -> Dense(8, relu)\nh = x -> Dense(4, relu)\nh -> Dense(1, sigmoid)\n",
      fixed: "input x: f32[4]\nh = x -> Dense(8, relu)\nh -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "cycle",
    severity: "error",
    summary: "A definition needs itself.",
    explain: {
      symptom: "The names of the circle are listed in order.",
      cause:
        "The order of definitions is free, but each must be computable from the others: a tensor cannot enter a layer that it comes out of.",
      remedy: "Break the circle. A network that goes over a sequence step by step is a recurrent layer.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "a = b -> Dense(8, relu)\nb = a -> Dense(8, relu)\nb -> Dense(1, sigmoid)\n",
      fixed: "input x: f32[4]\na = x -> Dense(8, relu)\nb = a -> Dense(8, relu)\nb -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "bad-constant",
    severity: "error",
    summary: "A constant expression has no value.",
    explain: {
      symptom: "The part that cannot be computed is underlined.",
      cause:
        "Sizes, arguments and parameters are computed before the network is built, from numbers alone. A division by zero or a sum with a text has no result.",
      remedy: "Write numbers, parameters and + - * / % ^ between them.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "Dense(8 / 0, relu) -> Dense(1, sigmoid)\n",
      fixed: "Dense(8 / 2, relu) -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "not-a-layer",
    severity: "error",
    summary: "Something that is no layer stands where a layer is expected.",
    explain: {
      symptom: "The stage behind an arrow is underlined.",
      cause:
        "What stands right of `->` takes the tensor on its left: a layer, an activation, or a name bound to a chain without a source.",
      remedy: "Put a layer there. Tensors stand at the beginning of a chain.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input a, b: f32[4]\na -> b -> Dense(1, sigmoid)\n",
      fixed: "input a: f32[4]\na -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "not-a-tensor",
    severity: "error",
    summary: "Something that is no tensor stands where a tensor is expected.",
    explain: {
      symptom: "The value is underlined.",
      cause:
        "The head of a chain, an operand of + and what is given to an output are tensors: an input, or a chain that begins with one. A chain without a source is a layer.",
      remedy: "Begin the chain with its source: `x -> Dense(8)`.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\n3 -> Dense(1, sigmoid)\n",
      fixed: "input x: f32[4]\nx -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "call-of-layer",
    severity: "error",
    summary: "A layer is called like a function.",
    explain: {
      symptom: "The call is underlined.",
      cause:
        "In Keras' functional form a layer is called with a tensor, `tower(x)`. Here a tensor flows into a layer.",
      remedy: "Write `x -> tower`.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\ntower = Dense(8, relu) -> Dense(4, relu)\nh = tower(x)\nh -> Dense(1, sigmoid)\n",
      fixed:
        "input x: f32[4]\ntower = Dense(8, relu) -> Dense(4, relu)\nh = x -> tower\nh -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "wrong-arity",
    severity: "error",
    summary: "A layer gets more or fewer tensors than it takes.",
    explain: {
      symptom: "The layer is underlined with the number of tensors that enter.",
      cause: "Most layers take one tensor; merges such as Concatenate take a list.",
      remedy: "Join the tensors first, or write the layer once for each.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input a, b: f32[4]\n[a, b] -> Dense(1, sigmoid)\n",
      fixed: "input a: f32[4]\na -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "not-a-constant",
    severity: "error",
    summary: "A part of the network stands where a number or a word is expected.",
    explain: {
      symptom: "The name is underlined, with the place of its definition.",
      cause:
        "Sizes, arguments and the entries of sections are known before the network computes anything. A tensor has a value only when a row flows through.",
      remedy: "Write a number, a parameter or a word of the library.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\nh = x -> Dense(8, relu)\nh -> Dense(h, sigmoid)\n",
      fixed: "input x: f32[4]\nh = x -> Dense(8, relu)\nh -> Dense(1, sigmoid)\n",
    },
  },
];
