import { zeroPadding } from "../margins.ts";

export const zeroPadding3d = zeroPadding({
  name: "ZeroPadding3D",
  doc: "Zeros around a volume. Before a convolution whose own padding is not what you want, such as more on one side than on the other.",
  rank: 3,
  initial: 1,
  examples: [
    { source: "ZeroPadding3D()", input: [1, 2, 1, 2], output: [3, 4, 3, 2], parameters: 0 },
    { source: "ZeroPadding3D([0, 1, [2, 0]])", input: [1, 2, 1, 2], output: [1, 4, 3, 2], parameters: 0 },
  ],
});
