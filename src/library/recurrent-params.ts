/** Parameters that recurrent layers and their cells share, in pieces that each puts in Keras' order. */
import { instanceWithDefaults } from "../words/instance-of.ts";
import { size } from "../words/list-types.ts";
import { flag, integer, number, optional, param } from "../words/param-types.ts";
import { sigmoid } from "./activations/sigmoid.ts";
import { tanh } from "./activations/tanh.ts";
import { activationParam } from "./applied-activation.ts";
import { glorotUniform } from "./initializers/glorot-uniform.ts";
import { orthogonal } from "./initializers/orthogonal.ts";
import { zeros } from "./initializers/zeros.ts";
import { constraintType, initializerType, regularizerType } from "./instance-types.ts";

const regularizer = optional(regularizerType);
const constraint = optional(constraintType);
const rate = number({ min: 0, max: 1, belowMax: true });

export const unitsParam = {
  units: param(size, "how many numbers the state has, and the output of each step"),
};

export const activationParams = {
  activation: param(activationParam.type, "what bends the new content", instanceWithDefaults(tanh)),
};

export const gateParams = {
  ...activationParams,
  recurrent_activation: param(
    activationParam.type,
    "what opens and closes the gates",
    instanceWithDefaults(sigmoid),
  ),
};

export const initialParams = {
  use_bias: param(flag, "whether a bias is added", true),
  kernel_initializer: param(
    initializerType,
    "how the kernel begins, which reads the input",
    instanceWithDefaults(glorotUniform),
  ),
  recurrent_initializer: param(
    initializerType,
    "how the recurrent kernel begins, which reads the state",
    instanceWithDefaults(orthogonal),
  ),
  bias_initializer: param(initializerType, "how the bias begins", instanceWithDefaults(zeros)),
};

export const forgetBiasParam = {
  unit_forget_bias: param(
    flag,
    "whether the bias of the forget gate begins at 1, so that at first everything is kept",
    true,
  ),
};

export const penaltyParams = {
  kernel_regularizer: param(regularizer, "penalty on the kernel", null),
  recurrent_regularizer: param(regularizer, "penalty on the recurrent kernel", null),
  bias_regularizer: param(regularizer, "penalty on the bias", null),
};

export const activityParam = {
  activity_regularizer: param(
    regularizer,
    "penalty on the outputs, divided by the number of rows in the batch",
    null,
  ),
};

export const limitParams = {
  kernel_constraint: param(constraint, "what the kernel is put back to after each update", null),
  recurrent_constraint: param(constraint, "what the recurrent kernel is put back to after each update", null),
  bias_constraint: param(constraint, "what the bias is put back to after each update", null),
};

export const dropoutParams = {
  dropout: param(rate, "share of the input that is dropped while training, the same at every step", 0),
  recurrent_dropout: param(
    rate,
    "share of the state that is dropped while training, the same at every step",
    0,
  ),
};

export const seedParams = {
  seed: param(optional(integer()), "draws other dropout masks than the model's seed alone would", null),
};

export const sequenceParams = {
  return_sequences: param(flag, "whether the output of every step is given, or the last one alone", false),
  return_state: param(
    flag,
    "whether the last states are given too: the result is then a record, `r.output` and `r.h`",
    false,
  ),
  go_backwards: param(
    flag,
    "whether the sequence is read from its end; outputs come in the order of reading",
    false,
  ),
};

export const statefulLeftOut = {
  stateful:
    "rows are shuffled and stand for themselves; to go on from a state, give it with the input: `[x, h] -> …` and return_state = true",
};

export const loopLeftOut = {
  ...statefulLeftOut,
  unroll: "every loop is laid out step by step, and steps share their code: there is nothing to choose",
};

export const cudnnLeftOut = {
  use_cudnn: "there is no other library to hand the layer to",
};
