import { instanceWithDefaults } from "../../words/instance-of.ts";
import { flag, param } from "../../words/param-types.ts";
import {
  attentionDropout,
  attentionShares,
  attentionTail,
  onlyCounting,
  withScores,
  withScoresShape,
} from "../attend.ts";
import { attentionInputs, checkComparable } from "../attention-inputs.ts";
import { glorotUniform } from "../initializers/glorot-uniform.ts";
import { defineLayer } from "../layer.ts";
import { weightSpec } from "../weight-spec.ts";

export const additiveAttention = defineLayer({
  name: "AdditiveAttention",
  doc: "Attention whose scores are sums of tanh(query + key) over the features, each weighted by a learned number: [query, value] or [query, value, key]. For translation with recurrent networks, where it comes from; MultiHeadAttention learns more and is faster. Formula: Bahdanau, Cho and Bengio, Neural machine translation by jointly learning to align and translate (2014).",
  params: {
    use_scale: param(flag, "whether each feature has a learned weight in the scores", true),
    dropout: attentionDropout,
    ...attentionTail,
  },
  arity: { min: 2, max: 3 },
  shape(params, inputs) {
    const { query, value } = checkComparable("AdditiveAttention", inputs);
    const scores = [...query.slice(0, -1), ...value.slice(0, -1)];
    return withScoresShape(params, [...query.slice(0, -1), ...value.slice(-1)], scores);
  },
  weights({ use_scale }, inputs) {
    if (!use_scale) return {};
    const { query } = checkComparable("AdditiveAttention", inputs);
    return { scale: weightSpec(query.slice(-1), instanceWithDefaults(glorotUniform)) };
  },
  lower(context) {
    const { g, inputs, weights, float, params, masks } = context;
    const { query, value, key } = attentionInputs(inputs.map((x) => g.cast(x, float)));
    const [batch = 1, places = 1, features = 1] = query.shape;
    const [, seen = 1] = key.shape;
    const sums = g.add(
      g.reshape(query, [batch, places, 1, features]),
      g.reshape(key, [batch, 1, seen, features]),
    );
    const scores = g.sum(g.mul(weights.scale ?? 1, g.tanh(sums)), [-1]);
    const { kept } = attentionShares(context, scores, { seen: masks.slice(1, 2) });
    return withScores(params, onlyCounting(g, g.matmul(kept, value), masks[0]), kept);
  },
  mask: "keep",
  facts: () => ({ learns: false, nonlinear: true }),
  examples: [
    {
      source: "AdditiveAttention()",
      input: [
        [3, 2],
        [4, 2],
      ],
      output: [3, 2],
      parameters: 2,
    },
    {
      source: "AdditiveAttention(use_scale = false, use_causal_mask = true)",
      input: [
        [3, 2],
        [3, 4],
        [3, 2],
      ],
      output: [3, 4],
      parameters: 0,
    },
  ],
});
