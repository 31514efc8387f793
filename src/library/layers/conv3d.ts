import { convolution } from "../convolution.ts";

export const conv3d = convolution({
  name: "Conv3D",
  aliases: ["Convolution3D"],
  doc: "Slides kernels over a volume of shape [depth, height, width, channels]: every filter finds one small pattern wherever it is. For scans and short films. Formula: activation(sum over the window and the channels of x · kernel + bias).",
  rank: 3,
  examples: [
    { source: "Conv3D(2, 2)", input: [2, 3, 2, 2], output: [1, 2, 1, 2], parameters: 34 },
    { source: "Conv3D(8, 3, padding = same)", input: [4, 6, 6, 2], output: [4, 6, 6, 8], parameters: 440 },
  ],
});
