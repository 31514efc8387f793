import { cropping } from "../margins.ts";

export const cropping1d = cropping({
  name: "Cropping1D",
  doc: "Cuts the edges off a sequence. To leave out what is known to be of no use, or to bring two branches to one size.",
  rank: 1,
  initial: 1,
  examples: [
    { source: "Cropping1D()", input: [5, 2], output: [3, 2], parameters: 0 },
    { source: "Cropping1D([2, 0])", input: [5, 2], output: [3, 2], parameters: 0 },
  ],
});
