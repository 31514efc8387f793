/** A cell that stands alone in a network: one step, from its input and the states before, [x, h, c], to those after. */
import type { Node } from "../tensor/node.ts";
import type { Params } from "../words/param.ts";
import type { CellBehaviour } from "./cell.ts";
import { type LowerContext, ShapeProblem, type TensorSpec } from "./layer.ts";
import { lowerRecurrent, type PlacedCell, recurrentShape, recurrentWeights } from "./recurrent.ts";

/** One step is a sequence of one. */
const oneStep = { return_sequences: false, return_state: true, go_backwards: false };

/** Behaviour for `defineLayer`, beside the `cell` itself, of the cells that a word with these parameters stands for. */
export function standsAlone<P>(name: string, cellsOf: (params: P) => readonly PlacedCell[]) {
  const asSequence = ([x, ...states]: readonly TensorSpec[]): readonly TensorSpec[] => [
    { dtype: x?.dtype ?? "float", shape: [1, ...(x?.shape ?? [])] },
    ...states,
  ];
  return {
    arity: { min: 1, max: Number.POSITIVE_INFINITY },
    shape(params: P, inputs: readonly TensorSpec[]) {
      const rank = cellsOf(params)[0]?.behaviour.rank ?? 1;
      if (inputs.length === 1 || inputs[0]?.shape.length !== rank) {
        throw new ShapeProblem(
          inputs.length === 1 ? "wrong-arity" : "rank-mismatch",
          `${name} is one step: it takes its input and the states before, [x, h, …]`,
          { help: `over a sequence it stands in RNN: \`RNN(${name}(…))\`` },
        );
      }
      return recurrentShape(name, cellsOf(params), oneStep, asSequence(inputs));
    },
    weights: (params: P, inputs: readonly TensorSpec[]) =>
      recurrentWeights(name, cellsOf(params), asSequence(inputs)),
    lower(context: LowerContext<P>) {
      const [x, ...states] = context.inputs as readonly [Node, ...Node[]];
      const [batch = 1, ...step] = x.shape;
      const inputs = [context.g.reshape(x, [batch, 1, ...step]), ...states];
      return lowerRecurrent({ ...context, params: oneStep, inputs, masks: [] }, cellsOf(context.params));
    },
  };
}

/** The cell of a word that is one. */
export function singleCell<P>(behaviour: CellBehaviour<P>): (params: P) => readonly PlacedCell[] {
  // The word's own parameters are read before anything asks.
  return (params) => [{ behaviour: behaviour as unknown as CellBehaviour<Params>, params: params as Params }];
}
