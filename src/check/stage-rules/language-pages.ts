/** Pages of what is said about blocks, defs, imports and operators on tensors. */
import type { RulePage } from "../rule-page.ts";

const source = ["nnet: the language so far, in docs"];

export const languagePages: readonly RulePage[] = [
  {
    name: "block-scope",
    severity: "error",
    summary: "A block or a def uses a tensor of the file.",
    explain: {
      symptom: "The name is underlined, with the place where the file defines it.",
      cause:
        "A block is a recipe that can be used anywhere, also from another file, so it sees its own arguments and bindings and the params, constants, blocks and defs of its file, but not the tensors and layers of one network.",
      remedy: "Give the tensor to the block as an input or an argument.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\nblock Skip(n) = Dense(n) -> Residual(x -> Dense(n))\nx -> Skip(4) -> Dense(1, sigmoid)\n",
      fixed:
        "input x: f32[4]\nblock Skip(n) = Dense(n) -> Residual(Dense(n))\nx -> Skip(4) -> Dense(1, sigmoid)\n",
    },
  },
  {
    name: "tensor-condition",
    severity: "error",
    summary: "A condition that is decided before the network is built depends on a tensor.",
    explain: {
      symptom: "`and`, `or` or `not` stands beside a tensor.",
      cause:
        "The shape of the network is fixed before any number flows through it. Comparisons of tensors are numbers, 1 and 0, element by element.",
      remedy:
        "Multiply comparisons for `and`, take `max(a, b)` for `or`, `1 - a` for `not`, and choose between tensors with `where(c, a, b)`.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "input x: f32[4]\noutput y = x > 0 and x < 1\n",
      fixed: "input x: f32[4]\noutput y = (x > 0) * (x < 1)\n",
    },
  },
  {
    name: "not-a-formula",
    severity: "error",
    summary: "A def holds something else than a formula of its arguments.",
    explain: {
      symptom: "A layer stands in a def, or the result does not depend on what the def is given.",
      cause:
        "A def is a pure expression: operators, functions, activations and other defs. It has no weights, so it can serve as an activation, a loss or a metric.",
      remedy: "Put layers in a block; let the formula use its arguments.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: "def far(target, out) = 3\ninput x: f32[4]\nx -> Dense(1)\ntrain { loss = far }\n",
      fixed:
        "def far(target, out) = abs(target - out)\ninput x: f32[4]\nx -> Dense(1)\ntrain { loss = far }\n",
    },
  },
  {
    name: "bad-import",
    severity: "error",
    summary: "A name or a file cannot be imported.",
    explain: {
      symptom:
        "The path or the name is underlined: the file is not there, imports itself, or does not define the name.",
      cause:
        "Blocks, defs and params are imported, by a path relative to the model file and inside its folder. Tensors and layers belong to one network, and sections to one training.",
      remedy: "Correct the path or the name; make a block of what several files use.",
      whenToIgnore: "Never.",
      source,
    },
    examples: {
      bad: 'import Unit from "no-such-file.nnet"\ninput x: f32[4]\nx -> Unit(8) -> Dense(1, sigmoid)\n',
      fixed: "block Unit(n) = Dense(n, relu)\ninput x: f32[4]\nx -> Unit(8) -> Dense(1, sigmoid)\n",
    },
  },
];
