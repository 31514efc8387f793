import { isKnown } from "../../base/dim.ts";
import { size } from "../../words/list-types.ts";
import { choice, optional, param } from "../../words/param-types.ts";
import { encode, encodedSpec } from "../encode-categories.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";

export const categoryEncoding = defineLayer({
  name: "CategoryEncoding",
  doc: "Turns numbers that name categories into vectors: a one for the category, ones for all that a row names, or how often it names each. For few categories; many are better served by Embedding.",
  params: {
    num_tokens: param(optional(size), "number of categories: the largest number and one more", null),
    output_mode: param(
      choice("multi_hot", "one_hot", "count"),
      "ones for all categories of a row, one vector for each number, or counts",
      "multi_hot",
    ),
  },
  leftOut: { sparse: "tensors are dense here" },
  check({ num_tokens }) {
    if (num_tokens !== null) return;
    throw new ShapeProblem(
      "missing-argument",
      "CategoryEncoding needs the argument num_tokens: the number of categories",
      {
        label: "how long the vectors are is not said",
        help: "write CategoryEncoding(num_tokens = 10)",
      },
    );
  },
  shape({ num_tokens, output_mode }, [x]) {
    return encodedSpec(x?.shape ?? [], output_mode, num_tokens ?? 1);
  },
  lower({ g, params: { num_tokens, output_mode }, inputs: [x], float }) {
    if (x === undefined || num_tokens === null || !isKnown(num_tokens))
      throw new Error("CategoryEncoding is lowered with one input");
    return encode(g, g.cast(x, "i32"), output_mode, num_tokens, float);
  },
  facts: () => ({ learns: false, nonlinear: true }),
  examples: [
    { source: "CategoryEncoding(5)", input: [3], output: [5], parameters: 0 },
    { source: "CategoryEncoding(4, one_hot)", input: [3], output: [3, 4], parameters: 0 },
    { source: "CategoryEncoding(4, output_mode = count)", input: [3], output: [4], parameters: 0 },
    { source: "CategoryEncoding(4, one_hot)", input: [1], output: [4], parameters: 0 },
  ],
});
