import { defineLayer } from "../layer.ts";
import { centred, meanSquare } from "../moments.ts";
import { sameShape } from "../same-shape.ts";
import {
  betaAndGamma,
  betaAndGammaTail,
  centerAndScale,
  epsilonParam,
  normalizedAxes,
  risingAxes,
  scaleAndShiftWeights,
  scaledAndShifted,
} from "../scale-and-shift.ts";

export const layerNormalization = defineLayer({
  name: "LayerNormalization",
  doc: "Brings the features of each place to mean 0 and variance 1, then multiplies by gamma and adds beta, which are learned. The usual normalisation in transformers and recurrent networks: it depends on no other row, so it is the same in training and in use. Formula: Ba, Kiros and Hinton, Layer normalization (2016).",
  params: {
    axis: normalizedAxes,
    epsilon: epsilonParam(0.001),
    ...centerAndScale,
    ...betaAndGamma,
    ...betaAndGammaTail,
  },
  shape({ axis }, inputs) {
    const spec = sameShape(inputs);
    risingAxes(axis, spec.shape);
    return spec;
  },
  weights(params, [x]) {
    const shape = x?.shape ?? [];
    return scaleAndShiftWeights(
      params,
      risingAxes(params.axis, shape).map((axis) => shape[axis] ?? 1),
    );
  },
  lower({ g, params, inputs: [input], weights, float }) {
    if (input === undefined) throw new Error("LayerNormalization is lowered with one input");
    const x = g.cast(input, float);
    const axes = risingAxes(params.axis, x.shape.slice(1)).map((axis) => axis + 1);
    const off = centred(g, x, axes);
    const normal = g.div(off, g.sqrt(g.add(meanSquare(g, off, axes), params.epsilon)));
    return scaledAndShifted(g, normal, axes, weights);
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: true, normalizes: true }),
  examples: [
    { source: "LayerNormalization()", input: [5], output: [5], parameters: 10 },
    { source: "LayerNormalization([0, 1], center = false)", input: [3, 4], output: [3, 4], parameters: 12 },
  ],
});
