/** One step of GRU, for the layer and for the cell. */
import { scaleDim } from "../base/dim.ts";
import type { Node } from "../tensor/node.ts";
import type { ParamsOf } from "../words/param.ts";
import { flag, param } from "../words/param-types.ts";
import { at, beginGates, type CellBehaviour, projectGates } from "./cell.ts";
import { cellWeights } from "./cell-weights.ts";
import {
  dropoutParams,
  gateParams,
  initialParams,
  limitParams,
  penaltyParams,
  seedParams,
  unitsParam,
} from "./recurrent-params.ts";

export const resetAfterParam = {
  reset_after: param(
    flag,
    "whether the reset gate acts behind the recurrent kernel, with a bias of its own, or before it",
    true,
  ),
};

export const gruCellParams = {
  ...unitsParam,
  ...gateParams,
  ...initialParams,
  ...penaltyParams,
  ...limitParams,
  ...dropoutParams,
  ...resetAfterParam,
  ...seedParams,
};

export type GruParams = ParamsOf<typeof gruCellParams>;

/** Update, reset and content, in Keras' order. */
const gates = 3;

export const gruBehaviour: CellBehaviour<GruParams> = {
  rank: 1,
  states: ({ units }) => [{ name: "h", shape: [units] }],
  weights(p, [features = 1]) {
    const all = scaleDim(p.units, gates);
    const bias = p.reset_after ? [2, all] : [all];
    return cellWeights(p, { kernel: [features, all], recurrent: [p.units, all], bias });
  },
  begin(context, sequence) {
    const { g, params, activate } = context;
    const { sums, recurrent, bias, units, kept } = beginGates(context, sequence, gates);
    const biases = bias && g.reshape(bias, [params.reset_after ? 2 : 1, gates, 1, units]);
    const inputs = biases ? g.add(sums, at(g, biases, 0)) : sums;
    const opens = (x: Node) => activate(params.recurrent_activation, x);
    const content = params.reset_after
      ? contentAfter(context, recurrent, biases && at(g, biases, 1), kept)
      : contentBefore(context, recurrent, kept);
    return (time, states) => {
      const h = states[0] as Node;
      const x = at(g, inputs, time);
      const { gatesOf, candidate } = content(h);
      const [z, r] = [0, 1].map((gate) => opens(g.add(at(g, x, gate), gatesOf(gate)))) as [Node, Node];
      const fresh = activate(params.activation, g.add(at(g, x, 2), candidate(r)));
      return [g.add(g.mul(z, h), g.mul(g.sub(1, z), fresh))];
    };
  },
};

/** What a state brings to the gates, and through the reset gate to the new content. */
type Content = (h: Node) => {
  readonly gatesOf: (gate: number) => Node;
  readonly candidate: (reset: Node) => Node;
};

type Context = Parameters<typeof gruBehaviour.begin>[0];

function contentAfter({ g }: Context, recurrent: Node, bias: Node | undefined, kept?: Node): Content {
  return (h) => {
    const sums = projectGates(g, h, recurrent, gates, kept);
    const own = bias ? g.add(sums, bias) : sums;
    return { gatesOf: (gate) => at(g, own, gate), candidate: (reset) => g.mul(reset, at(g, own, 2)) };
  };
}

function contentBefore({ g }: Context, recurrent: Node, kept?: Node): Content {
  const units = recurrent.shape[0] as number;
  const forGates = g.slice(recurrent, [0, 0], [units, 2 * units]);
  const forContent = g.slice(recurrent, [0, 2 * units], [units, units]);
  const several = kept !== undefined && kept.shape[0] !== 1;
  const maskOf = (from: number, count: number): Node | undefined =>
    several ? g.slice(kept, [from, 0, 0], [count, ...kept.shape.slice(1)]) : kept;
  const [gateMask, contentMask] = [maskOf(0, 2), maskOf(2, 1)];
  return (h) => {
    const own = projectGates(g, h, forGates, 2, gateMask);
    return {
      gatesOf: (gate) => at(g, own, gate),
      candidate: (reset) => at(g, projectGates(g, g.mul(reset, h), forContent, 1, contentMask), 0),
    };
  };
}
