import { keywordOnly } from "../../words/param-types.ts";
import { type GruParams, gruBehaviour, resetAfterParam } from "../gru-step.ts";
import { defineLayer } from "../layer.ts";
import type { RecurrentParams } from "../recurrent.ts";
import { recurrentBehaviour } from "../recurrent-layer.ts";
import {
  activityParam,
  cudnnLeftOut,
  dropoutParams,
  gateParams,
  initialParams,
  limitParams,
  loopLeftOut,
  penaltyParams,
  seedParams,
  sequenceParams,
  unitsParam,
} from "../recurrent-params.ts";

export const gru = defineLayer({
  name: "GRU",
  doc: "Reads a sequence step by step and keeps one state, of which each step replaces a part. Like LSTM with a third less to learn, and often as good; the output is the state after the last step, or with return_sequences that after each. What it begins with may be given: [x, h]. Formula: Cho and others, Learning phrase representations using RNN encoder-decoder (2014); with reset_after as in cuDNN.",
  params: {
    ...unitsParam,
    ...gateParams,
    ...initialParams,
    ...penaltyParams,
    ...activityParam,
    ...limitParams,
    ...dropoutParams,
    ...seedParams,
    ...sequenceParams,
    reset_after: keywordOnly(resetAfterParam.reset_after),
  },
  leftOut: { ...loopLeftOut, ...cudnnLeftOut },
  ...recurrentBehaviour<GruParams & RecurrentParams>("GRU", gruBehaviour),
  examples: [
    { source: "GRU(16)", input: [5, 8], output: [16], parameters: 1248 },
    { source: "GRU(2)", input: [3, 2], output: [2], parameters: 36 },
    {
      source: "GRU(2, reset_after = false, dropout = 0.2)",
      input: [[2, 2], [2]],
      output: [2],
      parameters: 30,
    },
    { source: "GRU(2, return_sequences = true)", input: [3, 1], output: [3, 2], parameters: 30 },
  ],
});
