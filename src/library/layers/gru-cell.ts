import { cellShape, lowerCell } from "../cell.ts";
import { gruBehaviour, gruCellParams } from "../gru-step.ts";
import { defineLayer } from "../layer.ts";

export const gruCell = defineLayer({
  name: "GRUCell",
  doc: "One step of GRU: what RNN repeats over a sequence, alone or on top of other cells. By itself it takes its input and the state before, [x, h], and gives the state after. Formula: Cho and others, Learning phrase representations using RNN encoder-decoder (2014); with reset_after as in cuDNN.",
  params: gruCellParams,
  arity: { min: 1, max: Number.POSITIVE_INFINITY },
  cell: gruBehaviour,
  shape: (p, inputs) => cellShape("GRUCell", gruBehaviour, p, inputs),
  weights: (p, [x]) => gruBehaviour.weights(p, x?.shape ?? []),
  lower: (context) => lowerCell(gruBehaviour, context),
  facts: () => ({ learns: true, nonlinear: true, mixes: "features" }),
  examples: [
    { source: "GRUCell(2)", input: [[3], [2]], output: [2], parameters: 42 },
    { source: "GRUCell(2, reset_after = false)", input: [[3], [2]], output: [2], parameters: 36 },
  ],
});
