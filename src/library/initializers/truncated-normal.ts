import { number, param } from "../../words/param-types.ts";
import { drawTruncated, seedParam, streamOf, truncatedDeviation } from "../draw.ts";
import { defineInitializer } from "../initializer.ts";

export const truncatedNormal = defineInitializer({
  name: "TruncatedNormal",
  doc: "Normal numbers of a fixed mean and deviation, where those beyond two deviations are drawn again. As random_normal without outliers; the deviation of what remains is 0.8796 times stddev.",
  params: {
    mean: param(number(), "the mean of the numbers", 0),
    stddev: param(number({ min: 0 }), "standard deviation before cutting", 0.05),
    seed: seedParam,
  },
  sample: ({ mean, stddev, seed }, shape, random) =>
    drawTruncated(streamOf(seed, random), shape, mean, stddev),
  facts: ({ stddev }) => ({ constant: stddev === 0, deviation: () => stddev * truncatedDeviation }),
});
