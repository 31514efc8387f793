import { convolution } from "../convolution.ts";

export const conv1d = convolution({
  name: "Conv1D",
  aliases: ["Convolution1D"],
  doc: "Slides kernels over a sequence of shape [steps, channels]: every filter finds one short pattern wherever it is. For signals, texts and other series; with padding = causal no step sees a later one. Formula: activation(sum over the window and the channels of x · kernel + bias).",
  rank: 1,
  examples: [
    { source: "Conv1D(4, 3)", input: [6, 2], output: [4, 4], parameters: 28 },
    {
      source: "Conv1D(2, 2, padding = causal, dilation_rate = 2, use_bias = false)",
      input: [5, 3],
      output: [5, 2],
      parameters: 12,
    },
    {
      source: "Conv1D(8, 5, strides = 2, padding = same, activation = relu)",
      input: [100, 8],
      output: [50, 8],
      parameters: 328,
    },
  ],
});
