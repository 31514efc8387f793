import { defineLayer } from "../layer.ts";
import { type LstmParams, lstmBehaviour } from "../lstm-step.ts";
import type { RecurrentParams } from "../recurrent.ts";
import { recurrentBehaviour } from "../recurrent-layer.ts";
import {
  activityParam,
  cudnnLeftOut,
  dropoutParams,
  forgetBiasParam,
  gateParams,
  initialParams,
  limitParams,
  loopLeftOut,
  penaltyParams,
  seedParams,
  sequenceParams,
  unitsParam,
} from "../recurrent-params.ts";

export const lstm = defineLayer({
  name: "LSTM",
  doc: "Reads a sequence step by step and keeps a memory of it, which gates open and close. For series and texts where what matters may lie many steps back; the output is the state after the last step, or with return_sequences that after each. What it begins with may be given: [x, h, c]. Formula: Hochreiter and Schmidhuber, Long short-term memory (1997), with the forget gate of Gers, Schmidhuber and Cummins (2000).",
  params: {
    ...unitsParam,
    ...gateParams,
    ...initialParams,
    ...forgetBiasParam,
    ...penaltyParams,
    ...activityParam,
    ...limitParams,
    ...dropoutParams,
    ...seedParams,
    ...sequenceParams,
  },
  leftOut: { ...loopLeftOut, ...cudnnLeftOut },
  ...recurrentBehaviour<LstmParams & RecurrentParams>("LSTM", lstmBehaviour),
  examples: [
    { source: "LSTM(16)", input: [5, 8], output: [16], parameters: 1600 },
    { source: "LSTM(2)", input: [3, 2], output: [2], parameters: 40 },
    { source: "LSTM(2, return_sequences = true)", input: [3, 2], output: [3, 2], parameters: 40 },
    { source: "LSTM(2, recurrent_dropout = 0.2)", input: [[3, 1], [2], [2]], output: [2], parameters: 32 },
  ],
});
