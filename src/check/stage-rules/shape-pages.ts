/** Pages of what is said about shapes and sizes. */
import type { RulePage } from "../rule-page.ts";

const source = [
  "nnet: the language so far, in docs",
  "shape faults in programs of others (ShapeFlow, SFData)",
];

export const shapePages: readonly RulePage[] = [
  {
    name: "rank-mismatch",
    severity: "error",
    summary: "A tensor has more or fewer axes than its place needs.",
    explain: {
      symptom: "The layer or the declared type is underlined, with both shapes.",
      cause:
        "A layer reads its axes by their number: Dense needs at least one axis of features. The batch is not an axis here, unlike in Keras' printed shapes.",
      remedy: "Change the declared shape, or put a Reshape or Flatten between. Never write the batch axis.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32\nx -> Dense(8, relu) -> Dense(1, sigmoid)\n",
      fixed: "input x: f32[1]\nx -> Dense(8, relu) -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "shape-mismatch",
    severity: "error",
    summary: "A tensor has another size than the file says, or than its place needs.",
    explain: {
      symptom: "The declared type is underlined, with both shapes.",
      cause:
        "A type behind a name is an assertion: it is compared with the shape that follows from the layers. A symbol equals itself everywhere in a file.",
      remedy: "Correct the number that is wrong: the declared one or the layer's.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\nh: f32[16] = x -> Dense(8, relu)\nh -> Dense(1, sigmoid)\n",
      fixed: "input x: f32[4]\nh: f32[8] = x -> Dense(8, relu)\nh -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "shared-shape",
    severity: "error",
    summary: "A layer that is used twice gets inputs of different shapes.",
    explain: {
      symptom: "The second use is underlined, with both shapes.",
      cause:
        "A layer bound to a name has one set of weights, and their shapes follow from its first input. They do not fit an input of another shape.",
      remedy: "Bring both inputs to one shape, or write the layer twice: then each has weights of its own.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input a: f32[4]\ninput b: f32[6]\ntower = Dense(1, sigmoid)\noutput one = a -> tower\noutput two = b -> tower\n",
      fixed:
        "input a: f32[4]\ninput b: f32[4]\ntower = Dense(1, sigmoid)\noutput one = a -> tower\noutput two = b -> tower\n",
    },
  },
  {
    name: "reshape-elements",
    severity: "error",
    summary: "Reshape asks for another number of elements than there are.",
    explain: {
      symptom: "The target shape is underlined, with both products.",
      cause:
        "Reshape orders the elements anew; it neither adds nor drops any, so the product of the sizes must stay the same.",
      formula: "[28, 28] has 28 * 28 = 784 elements; [49, 16] has 784 as well, [50, 16] has 800",
      remedy: "Correct a size, or write -1 for the one that follows from the others.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[28, 28]\nx -> Reshape([50, 16]) -> Flatten() -> Dense(10, softmax)\n",
      fixed: "input x: f32[28, 28]\nx -> Reshape([49, 16]) -> Flatten() -> Dense(10, softmax)\n",
    },
  },
  {
    name: "bad-size",
    severity: "error",
    summary: "A size is no positive whole number.",
    explain: {
      symptom: "The size is underlined.",
      cause: "An axis has a whole number of places, at least one.",
      remedy:
        "Write a whole number, a name for a size that is not known yet, or `?` for one that equals nothing else.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[2.5]\nx -> Dense(1, sigmoid)\n",
      fixed: "input x: f32[3]\nx -> Dense(1, sigmoid)\n",
    },
  },
];
