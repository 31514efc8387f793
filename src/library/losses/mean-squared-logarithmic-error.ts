import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { regressionLossFacts } from "../regression-facts.ts";
import { paired } from "../targets.ts";

const epsilon = 1e-7;

export const meanSquaredLogarithmicError = defineLoss({
  name: "MeanSquaredLogarithmicError",
  aliases: ["msle", "MSLE"],
  doc: "The mean of squared differences of logarithms: mean((log(y + 1) - log(p + 1))^2). For numbers from 0 up that spread over several powers of ten, where ratios matter. Anything below 0 counts as 0, and has no gradient: keep the output positive with relu or softplus.",
  params: { reduction },
  leftOut: leftOutOfLosses,
  lower({ g, target, output }) {
    const pair = paired(g, target, output);
    const logarithm = (x: typeof target) => g.log(g.add(g.max(x, epsilon), 1));
    const error = g.sub(logarithm(pair.output), logarithm(pair.target));
    return g.mean(g.mul(error, error), [-1]);
  },
  facts: () => ({ ...regressionLossFacts, targets: ["positive", "count"], belowZero: "flat" }),
  examples: [
    {
      source: "msle",
      target: [
        [1, 2],
        [3, 1],
      ],
      output: [
        [1.5, 1],
        [2, 2],
      ],
      value: 0.1153395,
    },
  ],
});
