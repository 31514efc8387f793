import { listOf } from "../../words/list-types.ts";
import { flag, integer, keywordOnly, optional, param } from "../../words/param-types.ts";
import { encode, encodedSpec, encoding } from "../encode-categories.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";

interface Lookup {
  readonly num_oov_indices: number;
  readonly mask_token: number | null;
  readonly vocabulary: readonly number[] | null;
}

export const integerLookup = defineLayer({
  name: "IntegerLookup",
  doc: "Numbers that name something, such as postcodes, become 0, 1, 2 … by their place in a list. What is not in the list shares the places before it. Columns of a table need none of it: categories are numbered as the data is read.",
  params: {
    num_oov_indices: keywordOnly(
      param(integer({ min: 0 }), "places for numbers that are not in the list", 1),
    ),
    mask_token: keywordOnly(param(optional(integer()), "number that becomes 0, before all others", null)),
    oov_token: keywordOnly(param(integer(), "what an unknown number becomes on the way back (invert)", -1)),
    vocabulary: keywordOnly(
      param(optional(listOf(integer(), { min: 1 })), "the numbers, in the order of their places", null),
    ),
    invert: keywordOnly(param(flag, "whether places become numbers again", false)),
    output_mode: keywordOnly(
      param(encoding, "the place, a vector for each, ones for all places of a row, or counts", "int"),
    ),
  },
  leftOut: {
    max_tokens: "the list is written out",
    vocabulary_dtype: "whole numbers have 32 bits here",
    idf_weights: "it goes with the output mode tf_idf, which is not here",
    sparse: "tensors are dense here",
    pad_to_max_tokens: "the list is written out",
    oov_method: "unknown numbers are shared out by their remainder",
    salt: "it goes with another oov_method",
  },
  check({ vocabulary, invert, output_mode }) {
    if (vocabulary === null) {
      throw new ShapeProblem("bad-option", "IntegerLookup has no list to look numbers up in", {
        label: "needs a vocabulary",
        help: "write IntegerLookup(vocabulary = [12, 36, …])",
      });
    }
    const twice = vocabulary.find((number, i) => vocabulary.indexOf(number) !== i);
    if (twice !== undefined) {
      throw new ShapeProblem("bad-option", `IntegerLookup: ${twice} stands in the list twice`, {
        param: "vocabulary",
        label: "each number once",
      });
    }
    if (invert && output_mode !== "int") {
      throw new ShapeProblem("bad-option", "IntegerLookup: on the way back there are no vectors", {
        param: "output_mode",
        label: "int goes with invert",
      });
    }
  },
  shape: (params, [x]) => encodedSpec(x?.shape ?? [], params.output_mode, places(params)),
  lower({ g, params, inputs: [x], float }) {
    const { vocabulary } = params;
    if (x === undefined || vocabulary === null) {
      throw new Error("IntegerLookup is lowered with one input and its list");
    }
    const { mask_token, num_oov_indices: oov, invert, oov_token, output_mode } = params;
    const numbers = g.constant(vocabulary, [vocabulary.length], "i32");
    const before = oov + (mask_token === null ? 0 : 1);
    const given = g.cast(x, "i32");
    if (invert) {
      const place = g.sub(given, before);
      const found = g.gather(numbers, place);
      const known = g.mul(g.lessOrEqual(0, place), g.less(place, vocabulary.length));
      const unknown = g.where(known, found, oov_token);
      return mask_token === null ? unknown : g.where(g.equal(given, 0), mask_token, unknown);
    }
    const apart = g.reshape(given, [...given.shape, 1]);
    const matches = g.equal(apart, numbers);
    const place = g.sum(g.mul(matches, g.iota([vocabulary.length], 0, "i32")), [-1]);
    const known = g.sum(matches, [-1]);
    const first = mask_token === null ? 0 : 1;
    const outside = oov === 0 ? g.constant(-1, given.shape, "i32") : g.add(remainder(oov), first);
    const index = g.where(known, g.add(place, before), outside);
    const masked = mask_token === null ? index : g.where(g.equal(given, mask_token), 0, index);
    return encode(g, masked, output_mode, places(params), float);

    function remainder(n: number) {
      const number = g.cast(given, "f64");
      return g.cast(g.sub(number, g.mul(g.floor(g.div(number, n)), n)), "i32");
    }
  },
  facts: () => ({ learns: false, nonlinear: true }),
  examples: [
    { source: "IntegerLookup(vocabulary = [0, 1, 2])", input: [4], output: [4], parameters: 0 },
    {
      source: "IntegerLookup(vocabulary = [1, 0], num_oov_indices = 2, mask_token = -1, output_mode = count)",
      input: [3],
      output: [5],
      parameters: 0,
    },
    { source: "IntegerLookup(vocabulary = [7, 9], invert = true)", input: [2], output: [2], parameters: 0 },
  ],
});

function places({ vocabulary, num_oov_indices, mask_token }: Lookup): number {
  return (vocabulary?.length ?? 0) + num_oov_indices + (mask_token === null ? 0 : 1);
}
