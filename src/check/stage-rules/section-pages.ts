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
    name: "bad-derivative",
    severity: "error",
    summary: "A derivative of something that has none, or by something that it does not depend on.",
    explain: {
      symptom: "An argument of `grad` is underlined.",
      cause:
        "`grad(u, x)` derives one number a row by a tensor that it is made of. Of several numbers a row there would be several derivatives, whole numbers have no slope, and what u is not made of does not move it: the derivative would be 0 everywhere, which is a slip in nearly every case.",
      remedy: "Derive one number, such as `u[0]`, by an input or by a tensor on the way from it to u.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x, t: f32\noutput u = [x, x] -> Concatenate() -> Dense(1)\noutput v = grad(u, ⟦t⟧)\n",
      fixed: "input x, t: f32\noutput u = [x, t] -> Concatenate() -> Dense(1)\noutput v = grad(u, t)\n",
    },
  },
  {
    name: "unknown-monitor",
    severity: "error",
    summary: "A callback watches a figure that the training does not have.",
    explain: {
      symptom: "The figure is underlined, or the callback where it is the default.",
      cause:
        "Callbacks watch figures by the names under which they are logged: `loss` and the metrics, with the output's name in front where there are several, and `val_` before that for the validation rows. `val_loss`, which most callbacks watch by default, needs rows to validate with.",
      remedy: "Write one of the figures that the message lists, or give the data section a split.",
      whenToIgnore: "Never: the callback would do nothing.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\ntarget y: real\nx -> Dense(1)\ntrain { loss = mse, metrics = mae, callbacks = EarlyStopping(⟦val_mea⟧) }\n",
      fixed:
        "input x: f32[4]\ntarget y: real\nx -> Dense(1)\ntrain { loss = mse, metrics = mae, callbacks = EarlyStopping(val_mae) }\n",
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
    name: "unknown-key",
    severity: "error",
    summary: "A section has no entry of this name.",
    explain: {
      symptom: "The key is underlined; where a known one is close, it is suggested.",
      cause: "A misspelt key that is passed over would leave the default in force without a word.",
      remedy: "Take the suggestion, or one of the keys that the message lists.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "Dense(8, relu) -> Dense(1, sigmoid)\ntrain { epoch = 3 }\n",
      fixed: "Dense(8, relu) -> Dense(1, sigmoid)\ntrain { epochs = 3 }\n",
    },
  },
  {
    name: "duplicate-key",
    severity: "error",
    summary: "A section gives one entry twice.",
    explain: {
      symptom: "The second is underlined, with the place of the first.",
      cause: "Which of the two is meant cannot be known.",
      remedy: "Delete one of them.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "Dense(8, relu) -> Dense(1, sigmoid)\ntrain { epochs = 3, epochs = 4 }\n",
      fixed: "Dense(8, relu) -> Dense(1, sigmoid)\ntrain { epochs = 4 }\n",
    },
  },
  {
    name: "duplicate-section",
    severity: "error",
    summary: "A file has two sections of one kind.",
    explain: {
      symptom: "The second is underlined, with the place of the first.",
      cause: "A model has one way of training and one set of data.",
      remedy: "Put all entries into one section.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "Dense(8, relu) -> Dense(1, sigmoid)\ntrain { epochs = 3 }\ntrain { seed = 1 }\n",
      fixed: "Dense(8, relu) -> Dense(1, sigmoid)\ntrain { epochs = 3, seed = 1 }\n",
    },
  },
  {
    name: "metric-shape",
    severity: "error",
    summary: "A metric cannot judge an output of this shape.",
    explain: {
      symptom: "The metric is underlined, with the shape of the output.",
      cause:
        "A metric compares target and output place by place, or class by class; the two must have axes that fit.",
      remedy:
        "Use the metric of the task: binary_accuracy for one unit, categorical ones for one unit per class, mae for quantities.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\ntarget kind: class(3)\nx -> Dense(3, softmax)\ntrain { loss = sparse_categorical_crossentropy, metrics = AUC() }\n",
      fixed:
        "input x: f32[4]\ntarget kind: class(3)\nx -> Dense(3, softmax)\ntrain { loss = sparse_categorical_crossentropy, metrics = accuracy }\n",
    },
  },
];
