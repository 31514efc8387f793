import { upSampling } from "../up-sampling.ts";

export const upSampling1d = upSampling({
  name: "UpSampling1D",
  doc: "Repeats every element of a sequence along each axis. On the way back up after pooling, as in autoencoders, with a convolution behind it.",
  rank: 1,
  examples: [{ source: "UpSampling1D()", input: [3, 2], output: [6, 2], parameters: 0 }],
});
