import { equalDims, showShape } from "../../base/dim.ts";
import { flag, keywordOnly, number, optional, param } from "../../words/param-types.ts";
import { lookedUp, looksUp, notZero, tableParams, tableSizes, tableWeight } from "../embedding-table.ts";
import { defineLayer, ShapeProblem, type TensorSpec } from "../layer.ts";
import { weightSpec } from "../weight-spec.ts";
import { weightedSum } from "../weighted-sum.ts";

const { mask_zero, ...ownTable } = tableParams;

export const reversibleEmbedding = defineLayer({
  name: "ReversibleEmbedding",
  doc: "An Embedding that also goes the other way, by the same table: whole numbers become vectors, and vectors become a score for each number, how much they are like its row. Bind it to a name and use it at both ends of a language model, `e = ReversibleEmbedding(500, 64)`, `words -> e -> … -> e -> softmax`: half the weights, and often a better model. The direction follows from what comes in, i32 or numbers with a fraction; Keras asks with reverse = True. Formula: Press and Wolf, Using the output embedding to improve language models (2017).",
  params: {
    ...tableSizes,
    tie_weights: param(flag, "whether the way back reads the same table; else one of its own", true),
    ...ownTable,
    mask_zero,
    logit_soft_cap: keywordOnly(
      param(
        optional(number({ min: 0, aboveMin: true })),
        "bound of the scores: cap * tanh(score / cap)",
        null,
      ),
    ),
  },
  leftOut: { reverse_dtype: "numbers are kept in the precision of the run: train { precision = f32 }" },
  shape({ input_dim, output_dim }, [x]) {
    if (x === undefined) throw new Error("ReversibleEmbedding has one input");
    if (isLookup(x)) return { shape: [...x.shape, output_dim], dtype: "float" };
    if (equalDims(x.shape.at(-1) ?? 1, output_dim)) {
      return { shape: [...x.shape.slice(0, -1), input_dim], dtype: "float" };
    }
    throw new ShapeProblem(
      "shape-mismatch",
      `ReversibleEmbedding takes whole numbers, or vectors of ${showShape([output_dim])} on the way back, and ${showShape(x.shape)} comes in`,
      {
        label: "neither numbers to look up nor vectors of this table",
        help: "numbers to look up are declared as i32[…]; on the way back the last axis is output_dim",
      },
    );
  },
  weights: (params) => ({
    embeddings: tableWeight(params),
    ...(params.tie_weights
      ? {}
      : {
          reverse_embeddings: weightSpec(
            [params.output_dim, params.input_dim],
            params.embeddings_initializer,
          ),
        }),
  }),
  lower({ g, params, inputs: [x], weights: { embeddings, reverse_embeddings: own }, float }) {
    if (x === undefined || embeddings === undefined)
      throw new Error("ReversibleEmbedding is lowered with its table");
    if (isLookup(x)) return lookedUp(g, embeddings, x);
    const scores = weightedSum(g, g.cast(x, float), own ?? g.transpose(embeddings, [1, 0]));
    const cap = params.logit_soft_cap;
    return cap === null ? scores : g.mul(cap, g.tanh(g.div(scores, cap)));
  },
  mask: ({ g, params, inputs: [x], float }) =>
    params.mask_zero && x && isLookup(x) ? notZero(g, x, float) : undefined,
  facts: ({ input_dim, logit_soft_cap }, [x] = []) =>
    x && isLookup(x)
      ? { learns: false, nonlinear: true, ...looksUp(input_dim) }
      : { learns: false, nonlinear: logit_soft_cap !== null },
  examples: [
    { source: "ReversibleEmbedding(5, 3)", input: [4, 3], output: [4, 5], parameters: 15 },
    {
      source: "ReversibleEmbedding(5, 3, tie_weights = false, logit_soft_cap = 2)",
      input: [3],
      output: [5],
      parameters: 30,
    },
  ],
});

function isLookup({ dtype }: Pick<TensorSpec, "dtype">): boolean {
  return dtype === "i32";
}
