import { upSampling } from "../up-sampling.ts";

export const upSampling3d = upSampling({
  name: "UpSampling3D",
  doc: "Repeats every element of a volume along each axis. On the way back up after pooling, as in autoencoders, with a convolution behind it.",
  rank: 3,
  examples: [{ source: "UpSampling3D()", input: [1, 2, 2, 2], output: [2, 4, 4, 2], parameters: 0 }],
});
