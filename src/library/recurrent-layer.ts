/** What the definitions of SimpleRNN, GRU, LSTM and their convolutional kin share: one cell, whose weights are their own. */
import type { CellBehaviour } from "./cell.ts";
import { singleCell } from "./cell-layer.ts";
import type { LowerContext, TensorSpec } from "./layer.ts";
import {
  givenSteps,
  lowerRecurrent,
  type RecurrentParams,
  recurrentMask,
  recurrentShape,
  recurrentWeights,
} from "./recurrent.ts";
import { dropoutParams } from "./recurrent-params.ts";

/** Behaviour for `defineLayer` of a layer around this cell, which reads the layer's own parameters. */
export function recurrentBehaviour<P extends RecurrentParams>(name: string, behaviour: CellBehaviour<P>) {
  const cells = singleCell(behaviour);
  return {
    arity: { min: 1, max: Number.POSITIVE_INFINITY },
    shape: (params: P, inputs: readonly TensorSpec[]) => recurrentShape(name, cells(params), params, inputs),
    weights: (params: P, inputs: readonly TensorSpec[]) => recurrentWeights(name, cells(params), inputs),
    lower: (context: LowerContext<P>) => lowerRecurrent(context, cells(context.params)),
    mask: (context: LowerContext<P>) => recurrentMask(context),
    facts: (params: P) =>
      ({
        learns: true,
        nonlinear: true,
        mixes: "sequence",
        ...givenSteps(params),
        drops: Object.keys(dropoutParams),
        stateParam: "activation",
      }) as const,
  };
}
