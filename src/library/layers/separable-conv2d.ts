import { separableConvolution } from "../separable-convolution.ts";

export const separableConv2d = separableConvolution({
  name: "SeparableConv2D",
  aliases: ["SeparableConvolution2D"],
  doc: "Slides kernels over every channel of an image by itself, then mixes the channels place by place. Nearly what Conv2D does, with far fewer weights.",
  rank: 2,
  examples: [
    { source: "SeparableConv2D(4, 3, padding = same)", input: [3, 3, 2], output: [3, 3, 4], parameters: 30 },
    {
      source: "SeparableConv2D(16, 3, strides = 2, padding = same, activation = relu)",
      input: [28, 28, 8],
      output: [14, 14, 16],
      parameters: 216,
    },
  ],
});
