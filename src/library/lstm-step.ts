/** One step of LSTM, for the layer and for the cell. */
import { scaleDim } from "../base/dim.ts";
import type { Node } from "../tensor/node.ts";
import type { ParamsOf } from "../words/param.ts";
import { at, beginGates, type CellBehaviour, type CellContext, projectGates } from "./cell.ts";
import { cellWeights } from "./cell-weights.ts";
import { forgetBias } from "./forget-bias.ts";
import {
  dropoutParams,
  forgetBiasParam,
  gateParams,
  initialParams,
  limitParams,
  penaltyParams,
  seedParams,
  unitsParam,
} from "./recurrent-params.ts";

export const lstmCellParams = {
  ...unitsParam,
  ...gateParams,
  ...initialParams,
  ...forgetBiasParam,
  ...penaltyParams,
  ...limitParams,
  ...dropoutParams,
  ...seedParams,
};

export type LstmParams = ParamsOf<typeof lstmCellParams>;

/** Input, forget, content and output, in Keras' order. */
const gates = 4;

export const lstmBehaviour: CellBehaviour<LstmParams> = {
  rank: 1,
  states: ({ units }) => [
    { name: "h", shape: [units] },
    { name: "c", shape: [units] },
  ],
  weights(p, [features = 1]) {
    const all = scaleDim(p.units, gates);
    return cellWeights(
      p,
      { kernel: [features, all], recurrent: [p.units, all], bias: [all] },
      p.unit_forget_bias ? forgetBias(p.bias_initializer) : p.bias_initializer,
    );
  },
  begin(context, sequence) {
    const { g } = context;
    const { sums, recurrent, bias, units, kept } = beginGates(context, sequence, gates);
    const inputs = bias === undefined ? sums : g.add(sums, g.reshape(bias, [gates, 1, units]));
    return (time, states) => {
      const z = g.add(at(g, inputs, time), projectGates(g, states[0] as Node, recurrent, gates, kept));
      return lstmStep(
        context,
        [0, 1, 2, 3].map((gate) => at(g, z, gate)),
        states[1] as Node,
      );
    };
  },
};

/** The states after a step, from what comes to each gate. */
export function lstmStep(
  {
    g,
    params,
    activate,
  }: Pick<CellContext<Pick<LstmParams, "activation" | "recurrent_activation">>, "g" | "params" | "activate">,
  gatesIn: readonly Node[],
  c: Node,
): readonly [h: Node, c: Node] {
  const [i, f, content, o] = gatesIn as readonly [Node, Node, Node, Node];
  const opens = (x: Node): Node => activate(params.recurrent_activation, x);
  const fresh = g.mul(opens(i), activate(params.activation, content));
  const next = g.add(g.mul(opens(f), c), fresh);
  return [g.mul(opens(o), activate(params.activation, next)), next];
}
