import { defineCallback } from "../callback.ts";

export const swapEMAWeights = defineCallback({
  name: "SwapEMAWeights",
  doc: "Validates with the running mean of the weights that an optimizer with use_ema = true keeps. The mean is what the network ends with, so its figures are those that matter. Source: Polyak and Juditsky, Acceleration of stochastic approximation by averaging (1992).",
  params: {},
  leftOut: {
    swap_on_epoch:
      "the mean is in the place of the weights from validation to the end of every epoch, for other callbacks too",
  },
  facts: () => ({ validatesMean: true }),
  examples: [{ source: "SwapEMAWeights()" }],
});
