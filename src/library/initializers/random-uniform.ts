import { number, param } from "../../words/param-types.ts";
import { drawUniform, seedParam, streamOf } from "../draw.ts";
import { defineInitializer } from "../initializer.ts";

export const randomUniform = defineInitializer({
  name: "RandomUniform",
  aliases: ["uniform"],
  doc: "Numbers spread evenly between two bounds, the upper one excluded. Keras' default for embeddings; for kernels the bounds should shrink with the size of the layer, as in glorot_uniform.",
  params: {
    minval: param(number(), "lower bound", -0.05),
    maxval: param(number(), "upper bound", 0.05),
    seed: seedParam,
  },
  conflict: ({ minval, maxval }) =>
    minval <= maxval
      ? undefined
      : { param: "minval", message: `is ${minval}, above maxval, which is ${maxval}` },
  sample: ({ minval, maxval, seed }, shape, random) =>
    drawUniform(streamOf(seed, random), shape, minval, maxval),
  facts: ({ minval, maxval }) => ({
    constant: minval === maxval,
    deviation: () => (maxval - minval) / Math.sqrt(12),
  }),
});
