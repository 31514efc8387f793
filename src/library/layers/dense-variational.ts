import { variationalDense } from "../variational-dense.ts";
import { weightedSum } from "../weighted-sum.ts";

export const denseVariational = variationalDense({
  name: "DenseVariational",
  doc: "Dense with weights that are random: of each, training finds a mean and a spread, and the loss elbo keeps them near the prior. It says how sure the network can be of what little data it has seen. While training, all rows of a batch share one draw of the weights; predictions use the means, and their intervals many draws. Formula: Blundell, Cornebise, Kavukcuoglu and Wierstra, Weight uncertainty in neural networks (2015).",
  sums: ({ g }, x, { value }) => weightedSum(g, x, value),
  examples: [
    { source: "DenseVariational(4)", input: [3], output: [4], parameters: 32 },
    { source: "DenseVariational(2, relu, use_bias = false)", input: [5, 3], output: [5, 2], parameters: 12 },
    { source: "DenseVariational(1, prior = Normal(0, learned))", input: [3], output: [1], parameters: 9 },
  ],
});
