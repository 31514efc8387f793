import { keywordOnly } from "../../words/param-types.ts";
import { defineLayer } from "../layer.ts";
import { givenSteps, type RecurrentParams } from "../recurrent.ts";
import { recurrentBehaviour } from "../recurrent-layer.ts";
import {
  activationParams,
  activityParam,
  dropoutParams,
  initialParams,
  limitParams,
  loopLeftOut,
  penaltyParams,
  seedParams,
  sequenceParams,
  unitsParam,
} from "../recurrent-params.ts";
import { type SimpleRnnParams, simpleRnnBehaviour } from "../simple-rnn-step.ts";

export const simpleRnn = defineLayer({
  name: "SimpleRNN",
  doc: "Reads a sequence step by step: each state is made of the input and the state before. The simplest memory there is, which forgets within some ten steps; GRU and LSTM keep longer. The output is the state after the last step, or with return_sequences that after each; what it begins with may be given: [x, h]. Formula: Elman, Finding structure in time (1990).",
  params: {
    ...unitsParam,
    ...activationParams,
    ...initialParams,
    ...penaltyParams,
    ...activityParam,
    ...limitParams,
    ...dropoutParams,
    ...sequenceParams,
    seed: keywordOnly(seedParams.seed),
  },
  leftOut: loopLeftOut,
  ...recurrentBehaviour<SimpleRnnParams & RecurrentParams>("SimpleRNN", simpleRnnBehaviour),
  facts: (params) => ({
    learns: true,
    nonlinear: params.activation.word.facts(params.activation.params).nonlinear,
    mixes: "sequence",
    ...givenSteps(params),
    drops: Object.keys(dropoutParams),
  }),
  examples: [
    { source: "SimpleRNN(16)", input: [5, 8], output: [16], parameters: 400 },
    { source: "SimpleRNN(2)", input: [3, 2], output: [2], parameters: 10 },
    {
      source: "SimpleRNN(2, linear, return_sequences = true)",
      input: [3, 2],
      output: [3, 2],
      parameters: 10,
    },
    {
      source: "SimpleRNN(3, dropout = 0.3, recurrent_dropout = 0.3)",
      input: [2, 2],
      output: [3],
      parameters: 18,
    },
  ],
});
