import { learningRate } from "../../words/instance-of.ts";
import { flag, number, param } from "../../words/param-types.ts";
import { defineOptimizer } from "../optimizer.ts";
import { leftOutOfOptimizers, optimizerTail, tailConflict } from "../optimizer-tail.ts";
import { adam } from "./adam.ts";

const share = number({ min: 0, max: 1, belowMax: true });
const { weight_decay: _decay, ...tail } = optimizerTail;

export const adamW = defineOptimizer({
  name: "AdamW",
  doc: "Adam with weight decay that acts on the weights themselves, not through the gradient. The usual choice for transformers: weight_decay keeps weights small whatever their gradients are. Formula: Loshchilov and Hutter, Decoupled weight decay regularization (2019): w = w - learning_rate * weight_decay * w, then the step of Adam.",
  params: {
    learning_rate: param(learningRate, "size of a step, or a schedule of sizes", 0.001),
    weight_decay: param(
      number({ min: 0 }),
      "share of each weight, times the rate, that is taken off in each step",
      0.004,
    ),
    beta_1: param(share, "share of the mean gradient that is kept in each step", 0.9),
    beta_2: param(share, "share of the mean squared gradient that is kept in each step", 0.999),
    epsilon: param(number({ min: 0 }), "added to the root that is divided by", 1e-7),
    amsgrad: param(flag, "never let the divisor shrink", false),
    ...tail,
  },
  leftOut: leftOutOfOptimizers,
  conflict: (params) => tailConflict(params),
  slots: (params, parts) => adam.slots(params, parts),
  update: (context) => adam.update(context),
  facts: (params) => adam.facts(params),
  examples: [
    {
      source: "AdamW(0.1)",
      weights: [
        [0.899601, -1.8992],
        [0.802724, -1.80192],
        [0.706604, -1.7054],
      ],
    },
  ],
});
