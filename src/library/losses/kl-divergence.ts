import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { clamp } from "../piecewise.ts";
import { reduction } from "../reduction.ts";
import { paired } from "../targets.ts";

const epsilon = 1e-7;

export const klDivergence = defineLoss({
  name: "KLDivergence",
  aliases: ["kld", "KLD"],
  doc: "How far a predicted distribution is from the true one: sum(y log(y / p)), both kept between 1e-7 and 1. For targets that are distributions, with a softmax output; for one-hot targets it is categorical_crossentropy. Formula: Kullback and Leibler, On information and sufficiency (1951).",
  params: { reduction },
  leftOut: leftOutOfLosses,
  lower({ g, target, output }) {
    const pair = paired(g, target, output);
    const y = clamp(g, pair.target, epsilon, 1);
    const p = clamp(g, pair.output, epsilon, 1);
    return g.sum(g.mul(y, g.log(g.div(y, p))), [-1]);
  },
  facts: () => ({
    reads: "distribution",
    fromLogits: false,
    targets: ["distribution", "onehot"],
    task: "classification",
  }),
  examples: [
    {
      source: "kl_divergence",
      target: [
        [0, 1, 0],
        [0, 0, 1],
      ],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 0.4581425,
    },
  ],
});
