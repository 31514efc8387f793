import { singleCell, standsAlone } from "../cell-layer.ts";
import { defineLayer } from "../layer.ts";
import { simpleRnnBehaviour, simpleRnnCellParams } from "../simple-rnn-step.ts";

export const simpleRnnCell = defineLayer({
  name: "SimpleRNNCell",
  doc: "One step of SimpleRNN: what RNN repeats over a sequence, alone or on top of other cells. By itself it takes its input and the state before, [x, h], and gives the state after. Formula: activation(x · kernel + h · recurrent_kernel + bias).",
  params: simpleRnnCellParams,
  cell: simpleRnnBehaviour,
  ...standsAlone("SimpleRNNCell", singleCell(simpleRnnBehaviour)),
  facts: ({ activation }) => ({
    learns: true,
    nonlinear: activation.word.facts(activation.params).nonlinear,
    mixes: "features",
  }),
  examples: [{ source: "SimpleRNNCell(2)", input: [[3], [2]], output: [2], parameters: 12 }],
});
