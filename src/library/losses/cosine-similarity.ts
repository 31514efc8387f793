import { axisParam, axisProblem, withBatch } from "../axis.ts";
import { leftOutOfLosses } from "../crossentropy.ts";
import { defineLoss } from "../loss.ts";
import { unitVectors } from "../norms.ts";
import { reduction } from "../reduction.ts";
import { paired } from "../targets.ts";

export const cosineSimilarity = defineLoss({
  name: "CosineSimilarity",
  doc: "The cosine of the angle between target and output, with its sign turned: -1 where they point the same way, 1 where they are opposite. For vectors whose direction matters and whose length does not, such as embeddings.",
  params: { axis: axisParam, reduction },
  leftOut: leftOutOfLosses,
  problem: ({ axis }, _target, output) => axisProblem(axis, output),
  lower({ g, params: { axis }, target, output }) {
    const pair = paired(g, target, output);
    const along = withBatch(axis);
    const product = g.mul(unitVectors(g, pair.target, [along]), unitVectors(g, pair.output, [along]));
    return g.neg(g.sum(product, [along]));
  },
  facts: ({ axis }) => ({
    reads: "number",
    fromLogits: false,
    targets: ["real", "positive"],
    task: "regression",
    ...(axis === -1
      ? {
          needsUnits: {
            least: 2,
            because: "the cosine of two single numbers is 1 or -1, by their signs alone: it has no slope",
          },
        }
      : {}),
  }),
  examples: [
    {
      source: "cosine_similarity",
      target: [
        [1, 2],
        [3, -1],
      ],
      output: [
        [1.5, 1],
        [2, -2],
      ],
      value: -0.8813351,
    },
  ],
});
