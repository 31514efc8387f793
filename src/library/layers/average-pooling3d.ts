import { averagePooling } from "../pooling.ts";

export const averagePooling3d = averagePooling({
  name: "AveragePooling3D",
  aliases: ["AvgPool3D"],
  doc: "The mean of every window, channel by channel. Makes a volume smaller and smoother; padding does not count in the mean.",
  rank: 3,
  examples: [
    { source: "AveragePooling3D(2)", input: [2, 4, 2, 2], output: [1, 2, 1, 2], parameters: 0 },
    {
      source: "AveragePooling3D(3, strides = 2, padding = same)",
      input: [2, 3, 2, 2],
      output: [1, 2, 1, 2],
      parameters: 0,
    },
  ],
});
