import { averagePooling } from "../pooling.ts";

export const averagePooling2d = averagePooling({
  name: "AveragePooling2D",
  aliases: ["AvgPool2D"],
  doc: "The mean of every window, channel by channel. Makes a image smaller and smoother; padding does not count in the mean.",
  rank: 2,
  examples: [
    { source: "AveragePooling2D(2)", input: [4, 4, 2], output: [2, 2, 2], parameters: 0 },
    {
      source: "AveragePooling2D(3, strides = 2, padding = same)",
      input: [3, 5, 2],
      output: [2, 3, 2],
      parameters: 0,
    },
  ],
});
