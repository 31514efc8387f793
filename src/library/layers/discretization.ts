import { listOf } from "../../words/list-types.ts";
import { keywordOnly, number, optional, param } from "../../words/param-types.ts";
import { encode, encodedSpec, encoding } from "../encode-categories.ts";
import { defineLayer, ShapeProblem } from "../layer.ts";

export const discretization = defineLayer({
  name: "Discretization",
  doc: "Puts amounts into bins: each number becomes the number of the bin that it lies in, or a vector with a one at that place. For amounts whose effect is not a straight line, such as ages, before an Embedding or a Dense.",
  params: {
    bin_boundaries: param(
      optional(listOf(number(), { min: 1 })),
      "where one bin ends and the next begins, rising: n of them make n + 1 bins, and a boundary belongs to the bin above it",
      null,
    ),
    output_mode: keywordOnly(
      param(encoding, "the bin's number, a vector for each, ones for all bins of a row, or counts", "int"),
    ),
  },
  leftOut: {
    num_bins:
      "bins follow from bin_boundaries; quantiles of a column are read off its data by whoever writes the file",
    epsilon: "it goes with num_bins, which is not here",
    sparse: "tensors are dense here",
  },
  check({ bin_boundaries }) {
    if (bin_boundaries === null) {
      throw new ShapeProblem(
        "missing-argument",
        "Discretization needs the argument bin_boundaries: where bins end",
        {
          label: "no bins to put numbers in",
          help: "write Discretization([0, 10, 100])",
        },
      );
    }
    if (bin_boundaries.every((bound, i) => i === 0 || bound > (bin_boundaries[i - 1] as number))) return;
    throw new ShapeProblem("bad-option", "Discretization: the boundaries do not rise", {
      param: "bin_boundaries",
      label: "each has to be larger than the one before it",
    });
  },
  shape({ bin_boundaries, output_mode }, [x]) {
    return encodedSpec(x?.shape ?? [], output_mode, (bin_boundaries?.length ?? 0) + 1);
  },
  lower({ g, params: { bin_boundaries: bounds, output_mode }, inputs: [x], float }) {
    if (x === undefined || bounds === null)
      throw new Error("Discretization is lowered with one input and its bins");
    const apart = g.reshape(g.cast(x, float), [...x.shape, 1]);
    const passed = g.lessOrEqual(g.constant(bounds, [bounds.length], float), apart);
    const bin = g.sum(g.cast(passed, "i32"), [-1]);
    return encode(g, bin, output_mode, bounds.length + 1, float);
  },
  facts: () => ({ learns: false, nonlinear: true }),
  examples: [
    { source: "Discretization([-0.5, 0, 0.5])", input: [4], output: [4], parameters: 0 },
    {
      source: "Discretization([0, 1], output_mode = one_hot)",
      input: [2, 3],
      output: [2, 3, 3],
      parameters: 0,
    },
  ],
});
