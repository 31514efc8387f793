import { number, param } from "../../words/param-types.ts";
import { drawNormal, seedParam, streamOf } from "../draw.ts";
import { defineInitializer } from "../initializer.ts";

export const randomNormal = defineInitializer({
  name: "RandomNormal",
  aliases: ["normal"],
  doc: "Normal numbers of a fixed mean and deviation. When the spread must not depend on the size of the layer; glorot_normal or he_normal suit most layers better. Drawn by the method of Box and Muller (1958).",
  params: {
    mean: param(number(), "the mean of the numbers", 0),
    stddev: param(number({ min: 0 }), "standard deviation", 0.05),
    seed: seedParam,
  },
  sample: ({ mean, stddev, seed }, shape, random) => drawNormal(streamOf(seed, random), shape, mean, stddev),
  facts: ({ stddev }) => ({ constant: stddev === 0, deviation: () => stddev }),
});
