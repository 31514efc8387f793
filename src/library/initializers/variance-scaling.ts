import { choice, number, param } from "../../words/param-types.ts";
import { defineInitializer } from "../initializer.ts";
import { drawScaled, fanConflict, fanParams, fanProblem, scaledFacts } from "../variance-scaling.ts";

export const varianceScaling = defineInitializer({
  name: "VarianceScaling",
  doc: "Random numbers of variance scale / fan. The general form of the Glorot, He and LeCun initializers, for when none of them fits. Formula: He, Zhang, Ren and Sun (2015); a truncated normal is widened by 1 / 0.8796, so that its variance after cutting is the one asked for.",
  params: {
    scale: param(number({ min: 0, aboveMin: true }), "variance times fan", 1),
    mode: param(
      choice("fan_in", "fan_out", "fan_avg"),
      "which fan: inputs, outputs or the mean of both",
      "fan_in",
    ),
    distribution: param(
      choice("truncated_normal", "normal", "untruncated_normal", "uniform"),
      "shape of the distribution; normal means truncated_normal, as in Keras",
      "truncated_normal",
    ),
    ...fanParams,
  },
  conflict: (params) => fanConflict(params),
  problem: (params, shape) => fanProblem(params, shape),
  sample: (params, shape, random) => drawScaled(params, params, shape, random),
  facts: (params) => scaledFacts(params),
});
