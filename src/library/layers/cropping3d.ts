import { cropping } from "../margins.ts";

export const cropping3d = cropping({
  name: "Cropping3D",
  doc: "Cuts the edges off a volume. To leave out what is known to be of no use, or to bring two branches to one size.",
  rank: 3,
  initial: 1,
  examples: [
    { source: "Cropping3D()", input: [3, 3, 3, 1], output: [1, 1, 1, 1], parameters: 0 },
    { source: "Cropping3D([0, 1, [0, 1]])", input: [2, 3, 2, 2], output: [2, 1, 1, 2], parameters: 0 },
  ],
});
