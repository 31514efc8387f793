import { separableConvolution } from "../separable-convolution.ts";

export const separableConv1d = separableConvolution({
  name: "SeparableConv1D",
  aliases: ["SeparableConvolution1D"],
  doc: "Slides kernels over every channel of a sequence by itself, then mixes the channels step by step. Nearly what Conv1D does, with far fewer weights.",
  rank: 1,
  examples: [
    { source: "SeparableConv1D(4, 3)", input: [5, 2], output: [3, 4], parameters: 18 },
    {
      source: "SeparableConv1D(2, 2, padding = same, depth_multiplier = 2, use_bias = false)",
      input: [4, 3],
      output: [4, 2],
      parameters: 24,
    },
  ],
});
