import { singleCell, standsAlone } from "../cell-layer.ts";
import { defineLayer } from "../layer.ts";
import { lstmBehaviour, lstmCellParams } from "../lstm-step.ts";

export const lstmCell = defineLayer({
  name: "LSTMCell",
  doc: "One step of LSTM: what RNN repeats over a sequence, alone or on top of other cells. By itself it takes its input and the states before, [x, h, c], and gives those after. Formula: Hochreiter and Schmidhuber, Long short-term memory (1997), with the forget gate of Gers, Schmidhuber and Cummins (2000).",
  params: lstmCellParams,
  cell: lstmBehaviour,
  ...standsAlone("LSTMCell", singleCell(lstmBehaviour)),
  facts: () => ({ learns: true, nonlinear: true, mixes: "features" }),
  examples: [{ source: "LSTMCell(2)", input: [[3], [2], [2]], output: [2], parameters: 48 }],
});
