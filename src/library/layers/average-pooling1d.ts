import { averagePooling } from "../pooling.ts";

export const averagePooling1d = averagePooling({
  name: "AveragePooling1D",
  aliases: ["AvgPool1D"],
  doc: "The mean of every window, channel by channel. Makes a sequence smaller and smoother; padding does not count in the mean.",
  rank: 1,
  examples: [
    { source: "AveragePooling1D(2)", input: [6, 2], output: [3, 2], parameters: 0 },
    {
      source: "AveragePooling1D(3, strides = 2, padding = same)",
      input: [5, 2],
      output: [3, 2],
      parameters: 0,
    },
  ],
});
