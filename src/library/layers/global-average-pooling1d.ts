import { globalPooling } from "../pooling.ts";

export const globalAveragePooling1d = globalPooling(
  {
    name: "GlobalAveragePooling1D",
    aliases: ["GlobalAvgPool1D"],
    doc: "The mean of each channel over the whole sequence. Between convolutions and Dense, in place of Flatten: far fewer weights, and inputs of any size.",
    rank: 1,
    examples: [
      { source: "GlobalAveragePooling1D()", input: [6, 2], output: [2], parameters: 0 },
      { source: "GlobalAveragePooling1D(keepdims = true)", input: [6, 2], output: [1, 2], parameters: 0 },
    ],
  },
  "mean",
);
