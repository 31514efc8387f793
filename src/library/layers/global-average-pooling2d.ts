import { globalPooling } from "../pooling.ts";

export const globalAveragePooling2d = globalPooling(
  {
    name: "GlobalAveragePooling2D",
    aliases: ["GlobalAvgPool2D"],
    doc: "The mean of each channel over the whole image. Between convolutions and Dense, in place of Flatten: far fewer weights, and inputs of any size.",
    rank: 2,
    examples: [
      { source: "GlobalAveragePooling2D()", input: [4, 4, 2], output: [2], parameters: 0 },
      {
        source: "GlobalAveragePooling2D(keepdims = true)",
        input: [4, 4, 2],
        output: [1, 1, 2],
        parameters: 0,
      },
    ],
  },
  "mean",
);
