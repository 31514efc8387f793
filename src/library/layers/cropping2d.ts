import { cropping } from "../margins.ts";

export const cropping2d = cropping({
  name: "Cropping2D",
  doc: "Cuts the edges off a image. To leave out what is known to be of no use, or to bring two branches to one size.",
  rank: 2,
  initial: 0,
  examples: [
    { source: "Cropping2D(1)", input: [4, 3, 2], output: [2, 1, 2], parameters: 0 },
    { source: "Cropping2D([[1, 0], [0, 1]])", input: [3, 3, 2], output: [2, 2, 2], parameters: 0 },
  ],
});
