import { instanceWithDefaults } from "../../words/instance-of.ts";
import { choice, flag, param } from "../../words/param-types.ts";
import {
  attentionDropout,
  attentionShares,
  attentionTail,
  onlyCounting,
  withScores,
  withScoresShape,
} from "../attend.ts";
import { attentionInputs, checkComparable } from "../attention-inputs.ts";
import { ones } from "../initializers/ones.ts";
import { defineLayer } from "../layer.ts";
import { weightSpec } from "../weight-spec.ts";

export const attention = defineLayer({
  name: "Attention",
  doc: "For each place of a query, the values of another sequence, weighted by how well their keys fit it: [query, value] or [query, value, key]. Where nothing but a scale is to be learned; MultiHeadAttention is what transformers use. Scores are not divided by the root of the number of features, as in Keras. Formula: softmax(query · keyᵀ) · value, after Luong, Pham and Manning, Effective approaches to attention-based neural machine translation (2015).",
  params: {
    use_scale: param(flag, "whether scores are multiplied by a learned number", false),
    score_mode: param(
      choice("dot", "concat"),
      "how query and key are compared: by their products, or by tanh of their sums",
      "dot",
    ),
    dropout: attentionDropout,
    ...attentionTail,
  },
  arity: { min: 2, max: 3 },
  shape(params, inputs) {
    const { query, value } = checkComparable("Attention", inputs);
    const scores = [...query.slice(0, -1), ...value.slice(0, -1)];
    return withScoresShape(params, [...query.slice(0, -1), ...value.slice(-1)], scores);
  },
  weights({ use_scale, score_mode }) {
    const one = weightSpec([], instanceWithDefaults(ones));
    return {
      ...(use_scale ? { scale: one } : {}),
      ...(score_mode === "concat" ? { concat_score_weight: one } : {}),
    };
  },
  lower(context) {
    const { g, inputs, weights, float, params, masks } = context;
    const { query, value, key } = attentionInputs(inputs.map((x) => g.cast(x, float)));
    const { scale = 1, concat_score_weight: factor } = weights;
    if (factor === undefined) {
      const scores = g.mul(g.matmul(query, key, { transposeB: true }), scale);
      const { kept } = attentionShares(context, scores, { seen: masks.slice(1, 2) });
      return withScores(params, onlyCounting(g, g.matmul(kept, value), masks[0]), kept);
    }
    const [batch = 1, places = 1, features = 1] = query.shape;
    const [, seen = 1] = key.shape;
    const sums = g.add(
      g.reshape(query, [batch, places, 1, features]),
      g.reshape(key, [batch, 1, seen, features]),
    );
    const scores = g.mul(factor, g.sum(g.tanh(g.mul(scale, sums)), [-1]));
    const { kept } = attentionShares(context, scores, { seen: masks.slice(1, 2) });
    return withScores(params, onlyCounting(g, g.matmul(kept, value), masks[0]), kept);
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: true }),
  examples: [
    {
      source: "Attention()",
      input: [
        [3, 2],
        [4, 2],
      ],
      output: [3, 2],
      parameters: 0,
    },
    {
      source: "Attention(use_scale = true, use_causal_mask = true)",
      input: [
        [3, 2],
        [3, 4],
        [3, 2],
      ],
      output: [3, 4],
      parameters: 1,
    },
    {
      source: "Attention(true, concat, dropout = 0.25)",
      input: [
        [2, 3],
        [2, 3],
      ],
      output: [2, 3],
      parameters: 2,
    },
  ],
});
