import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { reduction } from "../reduction.ts";
import { paired } from "../targets.ts";

const epsilon = 1e-7;

export const poisson = defineLoss({
  name: "Poisson",
  doc: "How surprised a predicted rate is by a count: mean(p - y log(p + 1e-7)). For targets that count events, with an output that is a rate above 0: exponential or softplus. Formula: the negative log-likelihood of the Poisson distribution, without the term log(y!) that no output changes.",
  params: { reduction },
  leftOut: leftOutOfLosses,
  lower({ g, target, output }) {
    const pair = paired(g, target, output);
    return g.mean(g.sub(pair.output, g.mul(pair.target, g.log(g.add(pair.output, epsilon)))), [-1]);
  },
  facts: () => ({
    reads: "number",
    fromLogits: false,
    targets: ["count", "positive"],
    task: "regression",
    belowZero: "nan",
  }),
  examples: [
    {
      source: "poisson",
      target: [
        [1, 2],
        [3, 1],
      ],
      output: [
        [1.5, 1],
        [2, 2],
      ],
      value: 0.8304865,
    },
  ],
});
