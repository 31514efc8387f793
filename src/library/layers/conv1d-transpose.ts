import { transposedConvolution } from "../transposed-convolution.ts";

export const conv1dTranspose = transposedConvolution({
  name: "Conv1DTranspose",
  aliases: ["Convolution1DTranspose"],
  doc: "Lays a kernel, times each element, over a longer sequence and adds up what overlaps: the map back of a convolution. With strides it makes a sequence longer and learns how, as decoders do. Formula: Zeiler and others, Deconvolutional networks (2010); the length is (steps - 1) strides + kernel_size with padding = valid, steps times strides with same.",
  rank: 1,
  examples: [
    { source: "Conv1DTranspose(2, 3)", input: [4, 2], output: [6, 2], parameters: 14 },
    {
      source: "Conv1DTranspose(2, 3, strides = 2, padding = same)",
      input: [4, 2],
      output: [8, 2],
      parameters: 14,
    },
    {
      source: "Conv1DTranspose(1, 2, strides = 3, output_padding = 2, use_bias = false)",
      input: [3, 2],
      output: [10, 1],
      parameters: 4,
    },
  ],
});
