import { isKnown, showDim } from "../../base/dim.ts";
import { sizeOf } from "../../tensor/types.ts";
import { integer, param } from "../../words/param-types.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";
import { centred, meanSquare } from "../moments.ts";
import { sameShape } from "../same-shape.ts";
import {
  betaAndGamma,
  betaAndGammaTail,
  centerAndScale,
  epsilonParam,
  risingAxes,
  scaleAndShiftWeights,
  scaledAndShifted,
} from "../scale-and-shift.ts";

export const groupNormalization = defineLayer({
  name: "GroupNormalization",
  doc: "Brings each group of channels of a row to mean 0 and variance 1, over all its places, then multiplies by gamma and adds beta, which are learned. In place of BatchNormalization where batches are small; groups = -1 makes one of every channel. Formula: Wu and He, Group normalization (2018).",
  params: {
    groups: param(
      integer({ min: -1 }),
      "number of groups, which divides the channels; -1 for as many as channels",
      32,
    ),
    axis: param(integer(), "the axis of channels, counted without the batch axis; -1 is the last", -1),
    epsilon: epsilonParam(0.001),
    ...centerAndScale,
    ...betaAndGamma,
    ...betaAndGammaTail,
  },
  conflict: ({ groups }) =>
    groups === 0 ? { param: "groups", message: "must be a positive integer, or -1" } : undefined,
  shape({ groups, axis }, inputs) {
    const spec = sameShape(inputs);
    risingAxes([axis], spec.shape);
    const channels = spec.shape.at(axis) ?? 1;
    if (groups > 0 && isKnown(channels) && channels % groups !== 0) {
      throw new ShapeProblem("bad-option", `${groups} groups do not divide ${showDim(channels)} channels`, {
        param: "groups",
        label: `${showDim(channels)} / ${groups} is not whole`,
      });
    }
    return spec;
  },
  weights: (params, [x]) => scaleAndShiftWeights(params, [x?.shape.at(params.axis) ?? 1]),
  lower({ g, params, inputs: [input], weights, float }) {
    if (input === undefined) throw new Error("GroupNormalization is lowered with one input");
    const x = g.cast(input, float);
    const axes = risingAxes([params.axis], x.shape.slice(1)).map((axis) => axis + 1);
    const at = axes[0] as number;
    const channels = x.shape[at] as number;
    const groups = params.groups === -1 ? channels : params.groups;
    const split = [...x.shape.slice(0, at), groups, channels / groups, ...x.shape.slice(at + 1)];
    const places = split.map((_, axis) => axis).filter((axis) => axis !== 0 && axis !== at);
    const off = centred(g, g.reshape(x, split), places);
    const normal = g.div(off, g.sqrt(g.add(meanSquare(g, off, places), params.epsilon)));
    if (sizeOf(split) !== sizeOf(x.shape)) throw new Error("groups divide the channels");
    return scaledAndShifted(g, g.reshape(normal, x.shape), axes, weights);
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: true, normalizes: true }),
  examples: [
    { source: "GroupNormalization(2)", input: [4], output: [4], parameters: 8 },
    { source: "GroupNormalization(groups = -1, axis = 0)", input: [2, 3], output: [2, 3], parameters: 4 },
  ],
});
