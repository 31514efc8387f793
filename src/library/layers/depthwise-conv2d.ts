import { depthwiseConvolution } from "../depthwise-convolution.ts";

export const depthwiseConv2d = depthwiseConvolution({
  name: "DepthwiseConv2D",
  aliases: [],
  doc: "Slides kernels over every channel of an image by itself: channels are not mixed. Much cheaper than Conv2D; put Conv2D with a kernel of 1 behind it to mix them, which SeparableConv2D does in one.",
  rank: 2,
  examples: [
    { source: "DepthwiseConv2D(3, padding = same)", input: [28, 28, 8], output: [28, 28, 8], parameters: 80 },
    {
      source: "DepthwiseConv2D([2, 1], depth_multiplier = 2, use_bias = false)",
      input: [3, 2, 3],
      output: [2, 2, 6],
      parameters: 12,
    },
  ],
});
