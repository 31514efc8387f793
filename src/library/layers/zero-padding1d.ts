import { zeroPadding } from "../margins.ts";

export const zeroPadding1d = zeroPadding({
  name: "ZeroPadding1D",
  doc: "Zeros around a sequence. Before a convolution whose own padding is not what you want, such as more on one side than on the other.",
  rank: 1,
  initial: 1,
  examples: [
    { source: "ZeroPadding1D()", input: [3, 2], output: [5, 2], parameters: 0 },
    { source: "ZeroPadding1D([0, 2])", input: [3, 2], output: [5, 2], parameters: 0 },
  ],
});
