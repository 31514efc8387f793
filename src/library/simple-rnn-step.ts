/** One step of SimpleRNN, for the layer and for the cell. */
import type { Node } from "../tensor/node.ts";
import type { ParamsOf } from "../words/param.ts";
import { at, beginGates, type CellBehaviour, projectGates } from "./cell.ts";
import { cellWeights } from "./cell-weights.ts";
import {
  activationParams,
  dropoutParams,
  initialParams,
  limitParams,
  penaltyParams,
  seedParams,
  unitsParam,
} from "./recurrent-params.ts";

export const simpleRnnCellParams = {
  ...unitsParam,
  ...activationParams,
  ...initialParams,
  ...penaltyParams,
  ...limitParams,
  ...dropoutParams,
  ...seedParams,
};

export type SimpleRnnParams = ParamsOf<typeof simpleRnnCellParams>;

export const simpleRnnBehaviour: CellBehaviour<SimpleRnnParams> = {
  rank: 1,
  states: ({ units }) => [{ name: "h", shape: [units] }],
  weights: (p, [features = 1]) =>
    cellWeights(p, { kernel: [features, p.units], recurrent: [p.units, p.units], bias: [p.units] }),
  begin(context, sequence) {
    const { g, params, activate } = context;
    const { sums, recurrent, bias, kept } = beginGates(context, sequence, 1);
    const inputs = bias === undefined ? sums : g.add(sums, bias);
    return (time, [h]) => {
      const own = projectGates(g, h as Node, recurrent, 1, kept);
      return [activate(params.activation, at(g, g.add(at(g, inputs, time), own), 0))];
    };
  },
};
