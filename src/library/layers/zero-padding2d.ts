import { zeroPadding } from "../margins.ts";

export const zeroPadding2d = zeroPadding({
  name: "ZeroPadding2D",
  doc: "Zeros around a image. Before a convolution whose own padding is not what you want, such as more on one side than on the other.",
  rank: 2,
  initial: 1,
  examples: [
    { source: "ZeroPadding2D()", input: [2, 3, 2], output: [4, 5, 2], parameters: 0 },
    { source: "ZeroPadding2D([1, 2])", input: [2, 3, 1], output: [4, 7, 1], parameters: 0 },
    { source: "ZeroPadding2D([[1, 0], [0, 2]])", input: [2, 3, 1], output: [3, 5, 1], parameters: 0 },
  ],
});
