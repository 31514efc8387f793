import { sameShape } from "../../tensor/types.ts";
import { instanceWithDefaults } from "../../words/instance-of.ts";
import { listOf } from "../../words/list-types.ts";
import { integer, param } from "../../words/param-types.ts";
import { softmax as activation } from "../activations/softmax.ts";
import { withBatch } from "../axis.ts";
import { defineLayer } from "../layer.ts";
import { risingAxes } from "../scale-and-shift.ts";
import { softmax as stableSoftmax } from "../stable.ts";

/** So low that nothing is left of its share. */
const hidden = -1e9;

export const softmax = defineLayer({
  name: "Softmax",
  doc: "Turns numbers into probabilities that sum to 1, as a layer: exp(x) / sum(exp(x)) along an axis, or over several together. The same as the activation softmax: for an output of one class out of several.",
  params: {
    axis: param(
      listOf(integer(), { min: 1, single: true }),
      "the axis, or axes that sum to 1 together, counted without the batch axis; -1 is the last",
      [-1],
    ),
  },
  shape({ axis }, [x]) {
    if (x === undefined) throw new Error("Softmax has one input");
    risingAxes(axis, x.shape);
    return { shape: x.shape, dtype: "float" };
  },
  lower({ g, params: { axis }, inputs: [input], masks: [mask], float, activate }) {
    if (input === undefined) throw new Error("Softmax is lowered with one input");
    const x = g.cast(input, float);
    const [only] = axis;
    // A mask of all elements takes those that do not count out of the sum.
    const counts = mask && sameShape(mask.shape, x.shape) ? mask : undefined;
    const seen = counts ? g.where(counts, x, hidden) : x;
    const shares =
      axis.length === 1
        ? activate(instanceWithDefaults(activation, { axis: only }), seen)
        : stableSoftmax(g, seen, ...axis.map(withBatch));
    return counts ? g.where(counts, shares, 0) : shares;
  },
  mask: "keep",
  facts: ({ axis }) => ({
    learns: false,
    nonlinear: true,
    ...(axis.length === 1
      ? { activation: instanceWithDefaults(activation, { axis: axis[0] as number }) }
      : {}),
  }),
  examples: [
    { source: "Softmax()", input: [5], output: [5], parameters: 0 },
    { source: "Softmax(axis = 0)", input: [3, 2], output: [3, 2], parameters: 0 },
    { source: "Softmax([0, -1])", input: [3, 2], output: [3, 2], parameters: 0 },
  ],
});
