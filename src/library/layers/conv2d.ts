import { convolution } from "../convolution.ts";

export const conv2d = convolution({
  name: "Conv2D",
  aliases: ["Convolution2D"],
  doc: "Slides kernels over an image of shape [height, width, channels]: every filter finds one small pattern wherever it is. The basis of networks for images; padding = same keeps their size, and MaxPooling2D between them makes it smaller. Formula: activation(sum over the window and the channels of x · kernel + bias).",
  rank: 2,
  examples: [
    {
      source: "Conv2D(16, 3, padding = same, activation = relu)",
      input: [28, 28, 1],
      output: [28, 28, 16],
      parameters: 160,
    },
    { source: "Conv2D(2, [2, 3])", input: [3, 4, 2], output: [2, 2, 2], parameters: 26 },
    {
      source: "Conv2D(4, 3, strides = 2, padding = same, groups = 2, use_bias = false)",
      input: [4, 3, 4],
      output: [2, 2, 4],
      parameters: 72,
    },
  ],
});
