import { flag, keywordOnly, param } from "../../words/param-types.ts";
import { cellsType, placedCells } from "../inner-cells.ts";
import { defineLayer } from "../layer.ts";
import { givenSteps, lowerRecurrent, recurrentMask, recurrentShape, recurrentWeights } from "../recurrent.ts";
import { loopLeftOut, sequenceParams } from "../recurrent-params.ts";

const cellsOf = (params: { readonly cell: Parameters<typeof placedCells>[1] }) =>
  placedCells("RNN", params.cell);

export const rnn = defineLayer({
  name: "RNN",
  doc: "Reads a sequence with any cell, or with several that stand on one another: RNN(LSTMCell(8)) is LSTM(8), and RNN([GRUCell(16), LSTMCell(8)]) passes each step through both. The output is that of the last cell; with return_state the states of all cells follow, named after them. What it begins with may be given, all states in order: [x, h, c].",
  params: {
    cell: param(cellsType, "the cell, or a list of cells from the first to the last"),
    ...sequenceParams,
    zero_output_for_mask: keywordOnly(
      param(flag, "whether a masked step gives zeros; else it gives the output before it again", false),
    ),
  },
  leftOut: loopLeftOut,
  arity: { min: 1, max: Number.POSITIVE_INFINITY },
  check: (params) => void cellsOf(params),
  shape: (params, inputs) => recurrentShape("RNN", cellsOf(params), params, inputs),
  weights: (params, inputs) => recurrentWeights("RNN", cellsOf(params), inputs),
  lower: (context) => lowerRecurrent(context, cellsOf(context.params)),
  mask: recurrentMask,
  facts: (params) => {
    const facts = cellsOf(params).map(({ inner }) => inner?.layer.word.facts(inner.layer.params));
    return {
      learns: facts.some((each) => each?.learns),
      nonlinear: facts.some((each) => each?.nonlinear),
      mixes: "sequence",
      ...givenSteps(params),
    };
  },
  examples: [
    { source: "RNN(LSTMCell(16))", input: [5, 8], output: [16], parameters: 1600 },
    { source: "RNN([GRUCell(3), LSTMCell(2)])", input: [3, 2], output: [2], parameters: 111 },
    {
      source: "RNN(StackedRNNCells([LSTMCell(2), LSTMCell(2)]), return_sequences = true)",
      input: [3, 2],
      output: [3, 2],
      parameters: 80,
    },
  ],
});
