import { transposedConvolution } from "../transposed-convolution.ts";

export const conv3dTranspose = transposedConvolution({
  name: "Conv3DTranspose",
  aliases: ["Convolution3DTranspose"],
  doc: "Lays a kernel, times each element, over a larger volume and adds up what overlaps: the map back of a convolution. With strides it makes a volume larger and learns how, in decoders of scans and films. Formula: Zeiler and others, Deconvolutional networks (2010).",
  rank: 3,
  examples: [
    {
      source: "Conv3DTranspose(2, 2, strides = [1, 2, 1], padding = same)",
      input: [2, 1, 2, 1],
      output: [2, 2, 2, 2],
      parameters: 18,
    },
  ],
});
