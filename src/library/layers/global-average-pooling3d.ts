import { globalPooling } from "../pooling.ts";

export const globalAveragePooling3d = globalPooling(
  {
    name: "GlobalAveragePooling3D",
    aliases: ["GlobalAvgPool3D"],
    doc: "The mean of each channel over the whole volume. Between convolutions and Dense, in place of Flatten: far fewer weights, and inputs of any size.",
    rank: 3,
    examples: [
      { source: "GlobalAveragePooling3D()", input: [2, 4, 2, 2], output: [2], parameters: 0 },
      {
        source: "GlobalAveragePooling3D(keepdims = true)",
        input: [2, 4, 2, 2],
        output: [1, 1, 1, 2],
        parameters: 0,
      },
    ],
  },
  "mean",
);
