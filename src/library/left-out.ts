/**
 * Words of Keras that are no words here, each with what to write in its place or why there is nothing: what the checker and
 * `nnet explain` say. A test compares with Keras' whole catalogue.
 */
import type { LeftOutWord } from "../words/word.ts";

const otherFramework = "it wraps code of another framework, and a model file holds no code";
const givenValues = "it adds up values that a program hands to it, and a file has no program";

export const leftOutWords: readonly LeftOutWord[] = [
  {
    kind: "layer",
    name: "Wrapper",
    reason: "it is what Python classes of wrappers derive from; write a block",
  },
  {
    kind: "layer",
    name: "InputLayer",
    reason: "an input is declared by itself: `input x: f32[28, 28]`, and then `x -> …`",
  },
  {
    kind: "layer",
    name: "Lambda",
    reason:
      "it runs Python; write the formula where it stands, as in `x * 2 + 1`, or give it a name: `def double(x) = x * 2`",
  },
  { kind: "layer", name: "FlaxLayer", reason: otherFramework },
  { kind: "layer", name: "JaxLayer", reason: otherFramework },
  { kind: "layer", name: "TFSMLayer", reason: otherFramework },
  { kind: "layer", name: "TorchModuleWrapper", reason: otherFramework },
  {
    kind: "layer",
    name: "Pipeline",
    reason: "a chain is a pipeline: `a -> b -> c`, with a name where it has one",
  },
  {
    kind: "layer",
    name: "StringLookup",
    reason:
      "texts do not enter a network; a column of texts becomes numbers as the data is read, by its categories in sorted order",
  },
  {
    kind: "layer",
    name: "TextVectorization",
    reason:
      "texts do not enter a network; write `features = tokens(body, length = 100)` in the data section, which is fitted on the training rows",
  },
  {
    kind: "layer",
    name: "Hashing",
    reason:
      "it shares places between unrelated things by chance; a column of categories gets a number for each, and IntegerLookup a list",
  },
  {
    kind: "layer",
    name: "HashedCrossing",
    reason:
      "it shares places between unrelated things by chance; two embeddings side by side learn what belongs together",
  },
  { kind: "layer", name: "MaxNumBoundingBoxes", reason: "boxes around things are no kind of target here" },
  {
    kind: "layer",
    name: "MixUp",
    reason: "it changes the labels with the images, and a layer sees the images alone",
  },
  {
    kind: "layer",
    name: "CutMix",
    reason: "it changes the labels with the images, and a layer sees the images alone",
  },
  {
    kind: "layer",
    name: "RandAugment",
    reason:
      "it draws from a dozen other layers each time; write those that suit the images in a row, each with its own factor",
  },
  {
    kind: "layer",
    name: "AugMix",
    reason:
      "it mixes chains of other layers by random shares; write those that suit the images in a row, each with its own factor",
  },
  {
    kind: "metric",
    name: "Accuracy",
    reason:
      "`accuracy` is what Keras takes for it in compile, by the shapes; how often two numbers are equal is a def: `def same(y, p) = mean(y == p)`",
  },
  {
    kind: "metric",
    name: "Mean",
    reason: `${givenValues}; the mean of a formula is a def: \`def m(y, p) = mean(p)\``,
  },
  {
    kind: "metric",
    name: "Sum",
    reason: `${givenValues}; a def is a mean over rows: \`def m(y, p) = sum(p)\``,
  },
  {
    kind: "metric",
    name: "MeanMetricWrapper",
    reason:
      "it makes a metric of a Python function; a def is one as it stands: `def near(y, p) = mean(abs(y - p) < 0.5)`",
  },
  {
    kind: "callback",
    name: "BackupAndRestore",
    reason: "a run keeps a checkpoint by itself: `nnet train model.nnet --resume` goes on from it",
  },
  { kind: "callback", name: "CallbackList", reason: "several callbacks are a list: `callbacks = [ … ]`" },
  { kind: "callback", name: "History", reason: "a run keeps every epoch by itself, in metrics.jsonl" },
  {
    kind: "callback",
    name: "LambdaCallback",
    reason: "it runs Python, and a model file holds no code",
  },
  {
    kind: "callback",
    name: "OrbaxCheckpoint",
    reason: "it writes files of another framework; ModelCheckpoint keeps weights as safetensors",
  },
  { kind: "callback", name: "ProgbarLogger", reason: "`nnet train` shows its progress by itself" },
  { kind: "callback", name: "RemoteMonitor", reason: "a model file sends nothing over the network" },
  {
    kind: "callback",
    name: "TensorBoard",
    reason: "it writes files of another program; metrics.jsonl and CSVLogger have every epoch",
  },
  {
    kind: "optimizer",
    name: "MultiOptimizer",
    reason:
      "it picks an optimizer for each weight by patterns or a function of Python; here one moves all weights, `trainable = false` holds some still, and Muon has AdamW for what is no matrix",
  },
  {
    kind: "optimizer",
    name: "OptimizerMap",
    reason: "it goes with MultiOptimizer, which is not here",
  },
  {
    kind: "optimizer",
    name: "LossScaleOptimizer",
    reason: "it keeps gradients in half precision from vanishing, and training here is in f32 or f64",
  },
];
