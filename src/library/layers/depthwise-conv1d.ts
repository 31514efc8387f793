import { depthwiseConvolution } from "../depthwise-convolution.ts";

export const depthwiseConv1d = depthwiseConvolution({
  name: "DepthwiseConv1D",
  aliases: [],
  doc: "Slides kernels over every channel of a sequence by itself: channels are not mixed. Much cheaper than Conv1D; put Conv1D with a kernel of 1 behind it to mix them, which SeparableConv1D does in one.",
  rank: 1,
  examples: [
    { source: "DepthwiseConv1D(3, padding = same)", input: [5, 3], output: [5, 3], parameters: 12 },
    { source: "DepthwiseConv1D(2, 2, depth_multiplier = 2)", input: [6, 2], output: [3, 4], parameters: 12 },
  ],
});
