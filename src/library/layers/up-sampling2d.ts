import { upSampling } from "../up-sampling.ts";

export const upSampling2d = upSampling({
  name: "UpSampling2D",
  doc: "Repeats every element of an image along each axis, or fills in what lies between. On the way back up after pooling, as in autoencoders, with a convolution behind it.",
  rank: 2,
  examples: [
    { source: "UpSampling2D()", input: [2, 3, 2], output: [4, 6, 2], parameters: 0 },
    { source: "UpSampling2D([1, 3])", input: [2, 2, 2], output: [2, 6, 2], parameters: 0 },
    {
      source: "UpSampling2D(2, channels_first, interpolation = bilinear)",
      input: [1, 2, 3],
      output: [1, 4, 6],
      parameters: 0,
    },
  ],
});
