import { lookedUp, looksUp, notZero, tableParams, tableSizes, tableWeight } from "../embedding-table.ts";
import { defineLayer } from "../layer.ts";

export const embedding = defineLayer({
  name: "Embedding",
  doc: "A vector of its own for each of a number of things, learned: row i of a table for the number i. The first layer for words, categories and other numbers that only name something. Numbers run from 0 to input_dim - 1.",
  params: { ...tableSizes, ...tableParams },
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
  weights: (params) => ({ embeddings: tableWeight(params) }),
  lower({ g, inputs: [x], weights: { embeddings } }) {
    if (x === undefined || embeddings === undefined) throw new Error("Embedding is lowered with its table");
    return lookedUp(g, embeddings, x);
  },
  mask: ({ g, params, inputs: [x], float }) => (params.mask_zero && x ? notZero(g, x, float) : undefined),
  facts: ({ input_dim }) => ({ learns: false, nonlinear: true, ...looksUp(input_dim) }),
  examples: [
    { source: "Embedding(1000, 32)", input: [40], output: [40, 32], parameters: 32000 },
    { source: "Embedding(5, 3)", input: [4], output: [4, 3], parameters: 15 },
    { source: "Embedding(7, 2)", input: [], output: [2], parameters: 14 },
  ],
});
