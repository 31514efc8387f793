import type { Dim, Shape } from "../../base/dim.ts";
import { size } from "../../words/list-types.ts";
import { flag, integer, param } from "../../words/param-types.ts";
import {
  attentionDropout,
  attentionShares,
  attentionTail,
  countingPlaces,
  slidingWindow,
  useGate,
  withScores,
  withScoresShape,
} from "../attend.ts";
import { attentionInputs, checkFlatSequences } from "../attention-inputs.ts";
import { projected, projectionParams, projectionWeights } from "../attention-projections.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";

const heads = integer({ min: 1 });

export const groupQueryAttention = defineLayer({
  name: "GroupQueryAttention",
  doc: "MultiHeadAttention whose heads share keys and values in groups: fewer numbers to learn and to keep, and nearly the same result. For large transformers. One tensor attends to itself; [query, value] looks at another sequence, and [query, value, key] compares with keys that differ from the values. Formula: softmax(query · keyᵀ / √head_dim) · value for each head, with the key and value of its group, after Ainslie and others, GQA (2023).",
  params: {
    head_dim: param(size, "features of each head's queries, keys and values"),
    num_query_heads: param(heads, "number of heads"),
    num_key_value_heads: param(heads, "number of groups of heads, each with one key and one value"),
    dropout: attentionDropout,
    use_bias: param(flag, "whether a bias is added to each projection", true),
    sliding_window: slidingWindow,
    ...projectionParams,
    use_gate: useGate,
    ...attentionTail,
  },
  leftOut: {
    flash_attention: "it is a way of computing the same on other machines",
    activity_regularizer: "write ActivityRegularization behind it",
  },
  arity: { min: 1, max: 3 },
  check({ num_query_heads, num_key_value_heads }) {
    if (num_query_heads % num_key_value_heads === 0) return;
    throw new ShapeProblem(
      "bad-option",
      `GroupQueryAttention: ${num_query_heads} heads do not make ${num_key_value_heads} equal groups`,
      { param: "num_key_value_heads", label: `does not divide ${num_query_heads}` },
    );
  },
  shape(params, inputs) {
    const { query, value } = checkFlatSequences("GroupQueryAttention", inputs);
    const scores = [params.num_query_heads, ...query.slice(0, -1), ...value.slice(0, -1)];
    return withScoresShape(params, query, scores);
  },
  weights(params, inputs) {
    const { query, value, key } = checkFlatSequences("GroupQueryAttention", inputs);
    const { head_dim, num_query_heads, num_key_value_heads, use_gate } = params;
    const projection = projectionWeights(params, params.use_bias);
    const last = (shape: Shape): readonly Dim[] => shape.slice(-1);
    const own = [num_query_heads, head_dim];
    const shared = [num_key_value_heads, head_dim];
    return {
      ...projection("query", last(query), own),
      ...projection("key", last(key), shared),
      ...(use_gate ? projection("gate", last(query), own) : {}),
      ...projection("value", last(value), shared),
      ...projection("attention_output", own, last(query)),
    };
  },
  lower(context) {
    const { g, params, inputs, weights, float, masks } = context;
    const { query, value, key } = attentionInputs(inputs.map((x) => g.cast(x, float)));
    const queries = projected(g, query, weights, "query", 1);
    const keys = projected(g, key, weights, "key", 1);
    const values = projected(g, value, weights, "value", 1);
    const [batch = 1, places = 1, , features = 1] = queries.shape;
    const groups = params.num_key_value_heads;
    const each = params.num_query_heads / groups;
    const scaled = g.mul(queries, 1 / Math.sqrt(features));
    // Axes by label: 0 batch, 1 places of the query, 2 groups, 3 features, 4 places that are seen, 5 heads of a group.
    const grouped = g.reshape(scaled, [batch, places, groups, each, features]);
    const scores = g.contract(grouped, keys, {
      a: [0, 1, 2, 5, 3],
      b: [0, 4, 2, 3],
      result: [0, 2, 5, 1, 4],
    });
    const { shares, kept } = attentionShares(context, scores, countingPlaces(masks));
    const seen = g.contract(kept, values, {
      a: [0, 2, 5, 1, 4],
      b: [0, 4, 2, 3],
      result: [0, 1, 2, 5, 3],
    });
    const heads = g.reshape(seen, queries.shape);
    const passed = params.use_gate ? g.mul(heads, g.sigmoid(projected(g, query, weights, "gate", 1))) : heads;
    const output = projected(g, passed, weights, "attention_output", 2);
    const [, , , own = 1, other = 1] = shares.shape;
    return withScores(params, output, g.reshape(shares, [batch, groups * each, own, other]));
  },
  mask: "keep",
  facts: ({ use_causal_mask }) => ({
    ...{ learns: true, nonlinear: true, mixes: "sequence" as const },
    looksAhead: !use_causal_mask,
  }),
  examples: [
    { source: "GroupQueryAttention(64, 8, 2)", input: [10, 512], output: [10, 512], parameters: 656640 },
    { source: "GroupQueryAttention(2, 4, 2)", input: [3, 3], output: [3, 3], parameters: 91 },
    {
      source: "GroupQueryAttention(2, 2, 1, 0.25, use_gate = true, use_causal_mask = true)",
      input: [
        [2, 3],
        [3, 2],
      ],
      output: [2, 3],
      parameters: 59,
    },
  ],
});
