import { param } from "../../words/param-types.ts";
import { standsAlone } from "../cell-layer.ts";
import { cellsType, placedCells } from "../inner-cells.ts";
import type { InnerLayers } from "../inner-layers.ts";
import { defineLayer } from "../layer.ts";

const cellsOf = ({ cells }: { readonly cells: InnerLayers }) => placedCells("StackedRNNCells", cells);

export const stackedRnnCells = defineLayer({
  name: "StackedRNNCells",
  doc: "Several cells as one: at every step each reads what the one before gives. For RNN, which takes a list of cells as well. By itself it is one step, from its input and the states of all cells in order, [x, h, …], to those after.",
  params: { cells: param(cellsType, "the cells, from the first to the last") },
  check: (params) => void cellsOf(params),
  cell: { cells: ({ cells }) => cells },
  ...standsAlone("StackedRNNCells", cellsOf),
  facts: (params) => {
    const facts = cellsOf(params).map(({ inner }) => inner?.layer.word.facts(inner.layer.params));
    return {
      learns: facts.some((each) => each?.learns),
      nonlinear: facts.some((each) => each?.nonlinear),
      mixes: "features",
    };
  },
  examples: [
    {
      source: "StackedRNNCells([GRUCell(3), LSTMCell(2)])",
      input: [[2], [3], [2], [2]],
      output: [2],
      parameters: 111,
    },
  ],
});
