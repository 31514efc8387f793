import { instanceWithDefaults } from "../../words/instance-of.ts";
import { size } from "../../words/list-types.ts";
import { flag, optional, param } from "../../words/param-types.ts";
import { randomUniform } from "../initializers/random-uniform.ts";
import { constraintType, initializerType, regularizerType } from "../instance-types.ts";
import { defineLayer } from "../layer.ts";
import { weightSpec } from "../weight-spec.ts";

export const embedding = defineLayer({
  name: "Embedding",
  doc: "A vector of its own for each of a number of things, learned: row i of a table for the number i. The first layer for words, categories and other numbers that only name something. Numbers run from 0 to input_dim - 1.",
  params: {
    input_dim: param(size, "how many things there are: the largest number and one more"),
    output_dim: param(size, "length of each vector"),
    embeddings_initializer: param(
      initializerType,
      "how the table begins",
      instanceWithDefaults(randomUniform),
    ),
    embeddings_regularizer: param(optional(regularizerType), "penalty on the table", null),
    embeddings_constraint: param(
      optional(constraintType),
      "what the table is put back to after each update",
      null,
    ),
    mask_zero: param(
      flag,
      "whether 0 only fills up: layers behind pass over it, recurrent ones keep their state there",
      false,
    ),
  },
  leftOut: {
    weights: "weights begin as embeddings_initializer says; trained ones are loaded with the model",
    lora_rank: "low-rank adapters are for tuning models that are trained already",
    lora_alpha: "it goes with lora_rank, which is not here",
    quantization_config: "weights are kept in the precision of the run: train { precision = f32 }",
  },
  shape({ output_dim }, [x]) {
    if (x === undefined) throw new Error("Embedding has one input");
    return { shape: [...x.shape, output_dim], dtype: "float" };
  },
  weights({ input_dim, output_dim, ...params }) {
    const { embeddings_initializer, embeddings_regularizer, embeddings_constraint } = params;
    return {
      embeddings: weightSpec(
        [input_dim, output_dim],
        embeddings_initializer,
        embeddings_regularizer,
        embeddings_constraint,
      ),
    };
  },
  lower({ g, inputs: [x], weights: { embeddings } }) {
    if (x === undefined || embeddings === undefined) throw new Error("Embedding is lowered with its table");
    return g.gather(embeddings, g.cast(x, "i32"));
  },
  mask({ g, params, inputs: [x], float }) {
    return params.mask_zero && x ? g.sub(1, g.equal(g.cast(g.cast(x, "i32"), float), 0)) : undefined;
  },
  facts: ({ input_dim }) => ({
    learns: false,
    nonlinear: true,
    looksUp: { rows: input_dim, param: "input_dim" },
  }),
  examples: [
    { source: "Embedding(1000, 32)", input: [40], output: [40, 32], parameters: 32000 },
    { source: "Embedding(5, 3)", input: [4], output: [4, 3], parameters: 15 },
    { source: "Embedding(7, 2)", input: [], output: [2], parameters: 14 },
  ],
});
