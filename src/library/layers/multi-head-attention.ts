import { type Dim, productOf, type Shape, showShape } from "../../base/dim.ts";
import type { Node } from "../../tensor/node.ts";
import { shapeOf, size } from "../../words/list-types.ts";
import { flag, optional, param } from "../../words/param-types.ts";
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
import { attentionInputs, checkSequences } from "../attention-inputs.ts";
import { projected, projectionParams, projectionWeights } from "../attention-projections.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";

export const multiHeadAttention = defineLayer({
  name: "MultiHeadAttention",
  doc: "For each place of a sequence, values of a sequence weighted by how well their keys fit its query, several times over with projections of its own each time. The heart of transformers. One tensor attends to itself; [query, value] looks at another sequence, and [query, value, key] compares with keys that differ from the values. Formula: softmax(query · keyᵀ / √key_dim) · value for each head, after Vaswani and others, Attention is all you need (2017).",
  params: {
    num_heads: param(size, "number of heads, each with projections of its own"),
    key_dim: param(size, "features of each head's queries and keys; often the features over the heads"),
    value_dim: param(optional(size), "features of each head's values; key_dim where left out", null),
    dropout: attentionDropout,
    use_bias: param(flag, "whether a bias is added to each projection", true),
    output_shape: param(
      optional(shapeOf()),
      "shape of the result at each place; that of the query where left out",
      null,
    ),
    sliding_window: slidingWindow,
    ...projectionParams,
    use_gate: useGate,
    ...attentionTail,
  },
  leftOut: {
    attention_axes: "attention goes over all axes of places, which are all but the last; Reshape before it",
    flash_attention: "it is a way of computing the same on other machines",
    activity_regularizer: "write ActivityRegularization behind it",
    attention_mask: "masks come with their tensors, from Embedding(mask_zero = true) and Masking",
  },
  arity: { min: 1, max: 3 },
  shape(params, inputs) {
    const { output_shape, use_causal_mask, sliding_window, num_heads } = params;
    const { query, key } = checkSequences("MultiHeadAttention", inputs);
    const long = [query, key].find((shape) => shape.length > 2);
    if ((use_causal_mask || sliding_window !== null) && long !== undefined) {
      const param = use_causal_mask ? "use_causal_mask" : "sliding_window";
      throw new ShapeProblem(
        "rank-mismatch",
        `${param} needs one axis of places, and ${showShape(long)} has ${long.length - 1}`,
        { param, label: "which place comes before which is not clear" },
      );
    }
    const scores = [num_heads, productOf(query.slice(0, -1)), productOf(key.slice(0, -1))];
    return withScoresShape(params, [...query.slice(0, -1), ...(output_shape ?? query.slice(-1))], scores);
  },
  weights(params, inputs) {
    const { query, value, key } = checkSequences("MultiHeadAttention", inputs);
    const { num_heads: heads, key_dim, value_dim, use_bias } = params;
    const projection = projectionWeights(params, use_bias);
    const last = (shape: Shape): readonly Dim[] => shape.slice(-1);
    const values = value_dim ?? key_dim;
    return {
      ...projection("query", last(query), [heads, key_dim]),
      ...projection("key", last(key), [heads, key_dim]),
      ...(params.use_gate ? projection("gate", last(query), [heads, values]) : {}),
      ...projection("value", last(value), [heads, values]),
      ...projection("attention_output", [heads, values], params.output_shape ?? last(query)),
    };
  },
  lower(context) {
    const { g, params, inputs, weights, float, masks } = context;
    const { query, value, key } = attentionInputs(inputs.map((x) => g.cast(x, float)));
    const project = (name: string, x: Node, inner: number): Node => projected(g, x, weights, name, inner);
    const queries = project("query", query, 1);
    const keys = project("key", key, 1);
    const values = project("value", value, 1);
    const keyDim = keys.shape.at(-1) as number;
    // Axes by label: 0 batch, 1 places of the query, 2 heads, 3 features, 4 places that are seen.
    const scaled = g.mul(queries, 1 / Math.sqrt(keyDim));
    const scores = g.contract(scaled, keys, { a: [0, 1, 2, 3], b: [0, 4, 2, 3], result: [0, 2, 1, 4] });
    const { shares, kept } = attentionShares(context, scores, countingPlaces(masks));
    const seen = g.contract(kept, values, { a: [0, 2, 1, 4], b: [0, 4, 2, 3], result: [0, 1, 2, 3] });
    const passed = params.use_gate ? g.mul(seen, g.sigmoid(project("gate", query, 1))) : seen;
    const result = project("attention_output", passed, 2);
    const output = g.reshape(result, [...query.shape.slice(0, -1), ...result.shape.slice(2)]);
    return withScores(params, output, shares);
  },
  mask: "keep",
  facts: ({ use_causal_mask }) => ({
    ...{ learns: true, nonlinear: true, mixes: "sequence" as const },
    looksAhead: !use_causal_mask,
  }),
  examples: [
    { source: "MultiHeadAttention(8, 64)", input: [10, 512], output: [10, 512], parameters: 1050624 },
    { source: "MultiHeadAttention(2, 3)", input: [3, 4], output: [3, 4], parameters: 118 },
    {
      source: "MultiHeadAttention(2, 1, 2, 0.25, use_causal_mask = true)",
      input: [
        [2, 3],
        [3, 2],
      ],
      output: [2, 3],
      parameters: 41,
    },
    {
      source: "MultiHeadAttention(2, 1, use_gate = true, sliding_window = 2)",
      input: [3, 2],
      output: [3, 2],
      parameters: 30,
    },
    {
      source: "MultiHeadAttention(1, 2, use_bias = false, output_shape = 3)",
      input: [
        [2, 2],
        [3, 1],
        [3, 2],
      ],
      output: [2, 3],
      parameters: 16,
    },
  ],
});
