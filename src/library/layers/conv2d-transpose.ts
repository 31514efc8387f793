import { transposedConvolution } from "../transposed-convolution.ts";

export const conv2dTranspose = transposedConvolution({
  name: "Conv2DTranspose",
  aliases: ["Convolution2DTranspose"],
  doc: "Lays a kernel, times each element, over a larger image and adds up what overlaps: the map back of a convolution. With strides it makes an image larger and learns how, in the second half of autoencoders and of networks that draw; a kernel size that the strides divide leaves no chequered pattern. Formula: Zeiler and others, Deconvolutional networks (2010); a side is (size - 1) strides + kernel_size long with padding = valid, size times strides with same.",
  rank: 2,
  examples: [
    {
      source: "Conv2DTranspose(8, 3, strides = 2, padding = same)",
      input: [7, 7, 16],
      output: [14, 14, 8],
      parameters: 1160,
    },
    {
      source: "Conv2DTranspose(2, [2, 3], [1, 2], data_format = channels_first)",
      input: [1, 2, 2],
      output: [2, 3, 5],
      parameters: 14,
    },
  ],
});
