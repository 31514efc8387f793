import { singleCell, standsAlone } from "../cell-layer.ts";
import { gruBehaviour, gruCellParams } from "../gru-step.ts";
import { defineLayer } from "../layer.ts";

export const gruCell = defineLayer({
  name: "GRUCell",
  doc: "One step of GRU: what RNN repeats over a sequence, alone or on top of other cells. By itself it takes its input and the state before, [x, h], and gives the state after. Formula: Cho and others, Learning phrase representations using RNN encoder-decoder (2014); with reset_after as in cuDNN.",
  params: gruCellParams,
  cell: gruBehaviour,
  ...standsAlone("GRUCell", singleCell(gruBehaviour)),
  facts: () => ({ learns: true, nonlinear: true, mixes: "features" }),
  examples: [
    { source: "GRUCell(2)", input: [[3], [2]], output: [2], parameters: 42 },
    { source: "GRUCell(2, reset_after = false)", input: [[3], [2]], output: [2], parameters: 36 },
  ],
});
