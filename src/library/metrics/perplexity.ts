import { exponential } from "../../tensor/functions/exponential.ts";
import { numberArithmetic } from "../../tensor/number-arithmetic.ts";
import { meanResult } from "../counted.ts";
import { defineMetric } from "../metric.ts";
import { sparseCategoricalCrossentropy } from "./sparse-categorical-crossentropy.ts";

const { params, leftOut, problem, statistics, facts } = sparseCategoricalCrossentropy;

export const perplexity = defineMetric({
  name: "Perplexity",
  aliases: ["perplexity"],
  doc: "Among how many words a language model chooses, on average: exp(mean of -log p of the right word). A model that knows nothing has the size of the vocabulary, a perfect one 1. Of a network that gives logits say so: Perplexity(from_logits = true, ignore_class = 0) leaves out what fills up the texts.",
  params,
  ...(leftOut ? { leftOut } : {}),
  ...(problem ? { problem } : {}),
  statistics,
  result: (_params, totals) => exponential(numberArithmetic.f64, meanResult(totals)),
  facts,
  examples: [
    {
      source: "perplexity",
      target: [1, 2],
      output: [
        [0.1, 0.8, 0.1],
        [0.2, 0.3, 0.5],
      ],
      value: 1.5811388,
    },
  ],
});
