/** One step of SimpleRNN, for the layer and for the cell. */
import type { Node } from "../tensor/node.ts";
import type { ParamsOf } from "../words/param.ts";
import { at, type CellBehaviour, dropMasks, projectGates } from "./cell.ts";
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
    const { g, params, weights, activate } = context;
    const { kernel, recurrent_kernel: recurrent, bias } = weights;
    if (kernel === undefined || recurrent === undefined)
      throw new Error("a cell is lowered with its kernels");
    const [, batch = 1, features = 1] = sequence.shape;
    const units = recurrent.shape[0] as number;
    const dropped = dropMasks(context, "dropout", params.dropout, params.seed, [1, batch, features]);
    const kept = dropMasks(context, "recurrent dropout", params.recurrent_dropout, params.seed, [
      1,
      batch,
      units,
    ]);
    const sums = projectGates(g, sequence, kernel, 1, dropped);
    const inputs = bias === undefined ? sums : g.add(sums, bias);
    return (time, [h]) => {
      const own = projectGates(g, h as Node, recurrent, 1, kept);
      return [activate(params.activation, at(g, g.add(at(g, inputs, time), own), 0))];
    };
  },
};
